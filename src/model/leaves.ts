import type { Check, Condition, SingleCheck } from './check.ts';
import type { Rule } from './rule.ts';

/** Whether a check is of one thing, and not of several that are joined. */
export function isSingle(check: Check): check is SingleCheck {
  return check.kind !== 'not' && !('checks' in check);
}

/** The checks of one thing that a check is made of, in their order. */
export function leavesOf(check: Check): readonly SingleCheck[] {
  if ('checks' in check) return check.checks.flatMap(leavesOf);
  return check.kind === 'not' ? leavesOf(check.check) : [check];
}

/** The checks of one thing that judging by a rule may read: its own, those of its variants, and those that it hangs on. */
export function leavesOfRule({
  check,
  variants = [],
  appliesIf,
  severityIf = [],
  usedIf,
  mitigatedIf,
  frameworks = [],
}: Rule): readonly SingleCheck[] {
  if (frameworks.length > 0) return frameworks.flatMap(({ rule }) => leavesOfRule(rule));
  const checks = [check, ...variants.map((variant) => variant.check), ...severityIf.map((each) => each.if)];
  return [
    ...checks,
    ...[appliesIf, usedIf, mitigatedIf?.now, mitigatedIf?.nextBoot].filter((each) => each !== undefined),
  ].flatMap(leavesOf);
}

/** Names of the kernel settings that a rule judges, on whatever release, each once; those that it merely hangs on are none. */
export function kernelSettingsOf({ check, variants = [], frameworks = [] }: Rule): readonly string[] {
  if (frameworks.length > 0) return [...new Set(frameworks.flatMap(({ rule }) => kernelSettingsOf(rule)))];
  const leaves = [check, ...variants.map((variant) => variant.check)].flatMap(leavesOf);
  return [...new Set(leaves.flatMap((leaf) => (leaf.kind === 'kernelSetting' ? [leaf.name] : [])))];
}

/** Names of the facts that a condition hangs on, each once, in their order. */
export function factsIn(condition: Condition): readonly string[] {
  const names = condition.flatMap((clause) => {
    if (clause.kind === 'fact') return [clause.fact];
    return clause.kind === 'not' ? factsIn(clause.condition) : clause.conditions.flatMap(factsIn);
  });
  return [...new Set(names)];
}
