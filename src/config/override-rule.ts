import type { Rule } from '../model/rule.ts';
import { buildRule } from '../rules/build-rule.ts';
import type { LoadedRule } from '../rules/load.ts';
import { semanticIssues } from '../rules/semantic-checks.ts';
import { OPERATORS } from '../checks/values/operator.ts';
import { describeIssue } from '../rules/schema/describe-issue.ts';
import { type RuleFile, ruleSchema } from '../rules/schema/rule-schema.ts';
import { operatorsIn, type RuleOverride } from './sections/rule-overrides.ts';

export type Overridden =
  /** `remedyDropped`: the remedy that the rule came with would not bring about what is wanted now. */
  { readonly rule: Rule; readonly remedyDropped: boolean } | { readonly refused: string };

/**
 * The rule as if its file had said so from the beginning: the schema, the builder and the sense of rule files decide,
 * so that a new kind of check can be overridden as soon as it has an operator.
 */
export function overrideRule({ file, rule }: LoadedRule, override: RuleOverride): Overridden {
  const [operator] = operatorsIn(override);
  const own = override.severity === undefined ? file : withSeverity(file, override.severity);
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
    ([kind, parts]) => kind !== 'not' && parts !== undefined && operatorsIn(parts).length > 0,
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

export function withoutOperator(parts: object = {}): object {
  return Object.fromEntries(Object.entries(parts).filter(([key]) => !OPERATORS.some((operator) => operator === key)));
}

function settled(file: RuleFile, { id }: Rule): Overridden {
  const rule = buildRule(file);
  const misfits = semanticIssues(rule, id);
  if (misfits.length === 0) return { rule, remedyDropped: false };
  const other = misfits.find(({ key }) => key !== 'remedy');
  if (other !== undefined) return { refused: refusal(rule, other.text) };
  const { remedy: _remedy, ...rest } = file;
  return { rule: buildRule(rest), remedyDropped: true };
}

/** What a site says of the severity holds on every host. A rule that changed in nothing keeps its hash. */
function withSeverity({ severityIf: _severityIf, ...file }: RuleFile, severity: RuleFile['severity']): RuleFile {
  return { ...file, severity };
}

function refusal({ id }: Rule, why = 'it does not fit'): string {
  return `the check of ${id} cannot be so: ${why}`;
}
