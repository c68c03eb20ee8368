import type { Rule } from '../model/rule.ts';
import { buildRule } from './build-rule.ts';
import type { Mistake } from './mistake.ts';
import { parseRuleDocument, type RuleDocument } from './rule-document.ts';
import { senseOf } from './rule-sense.ts';
import { describeIssue, type Misfit } from './schema/describe-issue.ts';
import { ruleSchema } from './schema/rule-schema.ts';

/** A rule file: where it is, the id that its path gives it, and its text. */
export interface RuleSource {
  readonly file: string;
  readonly id: string;
  readonly text: string;
}

export type ParsedRule =
  | { readonly rule: Rule; readonly idMistake: (text: string) => Mistake }
  | { readonly mistakes: readonly Mistake[] };

/** Parses and checks one rule file. Pure and never throws: whatever is wrong comes back as mistakes. */
export function parseRule({ file, id, text }: RuleSource): ParsedRule {
  const document = parseRuleDocument(text, file);
  if (!('value' in document)) return { mistakes: document };
  const fitted = ruleSchema.safeParse(document.value);
  if (!fitted.success) return { mistakes: locate(document, fitted.error.issues.flatMap(describeIssue)) };
  const rule = buildRule(fitted.data);
  const misfits = senseOf(rule, id);
  if (misfits.length > 0) return { mistakes: locate(document, misfits) };
  return { rule, idMistake: (what) => document.mistakeAtKey([], 'id', what) };
}

/** A file with more is no rule file, and a person mends the first ones first. */
const MOST_MISTAKES = 50;

/** Puts misfits at their places, in the order of the file. */
function locate(document: RuleDocument, misfits: readonly Misfit[]): readonly Mistake[] {
  return withoutEchoes(misfits)
    .slice(0, MOST_MISTAKES)
    .map((misfit) => locateOne(document, misfit))
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}

/** A mistyped key also leaves its object without the right one; saying that too would only confuse. */
function withoutEchoes(misfits: readonly Misfit[]): readonly Misfit[] {
  const mistyped = new Set(misfits.filter((misfit) => misfit.key !== null).map(({ path }) => path.join('\n')));
  return misfits.filter(({ path, key }) => key !== null || !mistyped.has(path.join('\n')));
}

function locateOne(document: RuleDocument, { path, key, text }: Misfit): Mistake {
  const where = [...path, ...(key === null ? [] : [key])].map(String).join(' > ');
  const missing = key === null && path.length > 0 && !document.has(path) ? ' is missing' : '';
  const what = where === '' || text.startsWith('unknown') ? text : `${where}${missing}: ${text}`;
  return key === null ? document.mistakeAt(path, what) : document.mistakeAtKey(path, key, what);
}
