import type { Rule } from '../model/rule.ts';
import { parseYaml } from '../yaml/document.ts';
import { describeIssue, locate } from '../yaml/schema-issue.ts';
import type { Diagnostic } from '../yaml/diagnostic.ts';
import { buildRule } from './build-rule.ts';
import { MAX_RULE_BYTES } from './precompiled-rules.ts';
import { semanticIssues } from './semantic-checks.ts';
import { type RuleFile, ruleSchema } from './schema/rule-schema.ts';

/** A rule file: where it is, the id that its path gives it, and its text. */
export interface RuleSource {
  readonly file: string;
  readonly id: string;
  readonly text: string;
}

export type ParsedRule =
  | {
      readonly rule: Rule;
      readonly content: RuleFile;
      readonly idDiagnostic: (text: string) => Diagnostic;
      /** At the place of one of its examples; the first is 0. */
      readonly exampleDiagnostic: (index: number, text: string) => Diagnostic;
    }
  | { readonly mistakes: readonly Diagnostic[] };

/** Parses and checks one rule file. Pure and never throws: whatever is wrong comes back as mistakes. */
export function parseRule({ file, id, text }: RuleSource): ParsedRule {
  const document = parseYaml(text, file, { noun: 'rule', maxBytes: MAX_RULE_BYTES });
  if (!('value' in document)) return { mistakes: document };
  const fitted = ruleSchema.safeParse(document.value);
  if (!fitted.success) return { mistakes: locate(document, fitted.error.issues.flatMap(describeIssue)) };
  const rule = buildRule(fitted.data);
  const issues = semanticIssues(rule, id);
  if (issues.length > 0) return { mistakes: locate(document, issues) };
  return {
    rule,
    content: fitted.data,
    idDiagnostic: (what) => document.diagnosticAtKey([], 'id', what),
    exampleDiagnostic: (index, what) => document.diagnosticAt(['examples', index], what),
  };
}
