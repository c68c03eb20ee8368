import { OPERATORS, SITE_OPERATORS } from '../checks/values/operator.ts';
import type { Rule } from '../model/rule.ts';
import { buildRule } from '../rules/build-rule.ts';
import type { LoadedRule } from '../rules/load.ts';
import { type RuleFile, ruleSchema } from '../rules/schema/rule-schema.ts';
import { semanticIssues } from '../rules/semantic-checks.ts';
import { describeIssue } from '../yaml/schema-issue.ts';
import { operatorsIn, type RuleOverride } from './sections/rules.ts';

export type Overridden =
  /** `remedyDropped`: the remedy that the rule came with would not bring about what is wanted now. */
  { readonly rule: Rule; readonly remedyDropped: boolean } | { readonly refused: string };

/**
 * The rule as if its file had said so from the beginning: the schema, the builder and the sense of rule files decide,
 * so that a new kind of check can be overridden as soon as it has an operator.
 */
export function overrideRule({ file, rule }: LoadedRule, override: RuleOverride): Overridden {
  const [operator] = operatorsIn(override);
  if (override.enforce !== undefined && file.enforce === 'note') return { refused: `${rule.id} only notes` };
  const own = demanded(override.severity === undefined ? file : withSeverity(file, override.severity), override);
  if (operator === undefined) return { rule: own === file ? rule : buildRule(own), remedyDropped: false };
  if (!takesOperator(file.check)) return { refused: `the check of ${rule.id} takes no expectation` };
  const check = checkWith(file.check, operator, override);
  const fitted = ruleSchema.safeParse({ ...withoutOthers(own), check });
  if (!fitted.success) return { refused: refusal(rule, fitted.error.issues.flatMap(describeIssue)[0]?.text) };
  return settled(fitted.data, rule);
}

/** Checks that are joined have many expectations, of which none is meant more than another. */
function takesOperator(check: RuleFile['check']): boolean {
  return Object.entries(check).some(
    ([kind, parts]) => kind !== 'not' && parts !== undefined && Object.keys(parts).some(isOperator),
  );
}

/** What a site expects holds in every profile and on every release. */
function withoutOthers({ profiles: _profiles, variants: _variants, ...file }: RuleFile): RuleFile {
  return { ...file, examples: file.examples.filter(({ profile }) => profile === undefined) };
}

/** The one kind that a check has, with another operator. */
function checkWith(check: RuleFile['check'], operator: keyof RuleOverride, override: RuleOverride): unknown {
  return Object.fromEntries(
    Object.entries(check).map(([kind, parts]) => [kind, { ...withoutOperator(parts), [operator]: override[operator] }]),
  );
}

/** The parts of a check, or of an override, without what is expected. */
export function withoutOperator(parts: object = {}): object {
  return Object.fromEntries(Object.entries(parts).filter(([key]) => !isOperator(key)));
}

function isOperator(key: string): boolean {
  return [...OPERATORS, ...SITE_OPERATORS].some((operator) => operator === key);
}

function settled(file: RuleFile, { id }: Rule): Overridden {
  const rule = buildRule(file);
  const issues = semanticIssues(rule, id);
  if (issues.length === 0) return { rule, remedyDropped: false };
  const other = issues.find(({ key }) => key !== 'remedy');
  if (other !== undefined) return { refused: refusal(rule, other.text) };
  const { remedy: _remedy, ...rest } = file;
  return { rule: buildRule(rest), remedyDropped: true };
}

/** What a site says of the severity holds on every host. A rule that changed in nothing keeps its hash. */
function withSeverity({ severityIf: _severityIf, ...file }: RuleFile, severity: RuleFile['severity']): RuleFile {
  return { ...file, severity };
}

/** As if its file had never said that somebody has to demand it; its examples fail where they warned. */
function demanded(file: RuleFile, override: RuleOverride): RuleFile {
  if (override.enforce === undefined || file.enforce !== 'demanded') return file;
  const { enforce: _enforce, ...rest } = file;
  const examples = file.examples.map((each) =>
    each.verdict === 'warn' ? { ...each, verdict: 'fail' as const } : each,
  );
  return { ...rest, examples };
}

function refusal({ id }: Rule, why = 'it does not fit'): string {
  return `the check of ${id} cannot be so: ${why}`;
}
