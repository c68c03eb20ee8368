import { kindOf, remedyKindOf } from '../checks/index.ts';
import { describeOperator } from '../checks/values/operator-words.ts';
import { isSingle } from '../model/leaves.ts';
import type { Check, Clause, Condition } from '../model/check.ts';
import type { Rule } from '../model/rule.ts';

/** A condition in words: `host.vendor = HP and host.model matches /Gen8/`. */
export function describeCondition(condition: Condition): string {
  return condition.length === 0 ? 'every host' : condition.map(describeClause).join(' and ');
}

function describeClause(clause: Clause): string {
  switch (clause.kind) {
    case 'fact':
      return `${clause.fact} ${describeOperator(clause.operator)}`;
    case 'not':
      return `not (${describeCondition(clause.condition)})`;
    case 'all':
    case 'any': {
      const parts = clause.conditions.map((condition) => `(${describeCondition(condition)})`);
      return parts.join(clause.kind === 'all' ? ' and ' : ' or ');
    }
  }
}

/** A check in words. */
export function describeCheck(check: Check): string {
  if (isSingle(check)) return kindOf(check).describe(check);
  if (check.kind === 'not') return `not (${describeCheck(check.check)})`;
  return check.checks.map((part) => `(${describeCheck(part)})`).join(check.kind === 'all' ? ' and ' : ' or ');
}

/** What the rule is for, in words: the facts of a host, and what it must pass beside them. */
export function describeScope({ appliesTo, appliesIf }: Rule): string {
  const condition = describeCondition(appliesTo);
  return appliesIf === undefined ? condition : `${condition}, where ${describeCheck(appliesIf)}`;
}

/** When a fail of a rule with `enforce: asked` counts as one, in words. */
function describeAsking({ usedIf }: Pick<Rule, 'usedIf'>): string {
  const use = usedIf === undefined ? '' : `, or on a host that shows use of it: ${describeCheck(usedIf)}`;
  return `where it was asked for (else a warning)${use}`;
}

/** When a fail of the rule counts as one, in words; null where it always or never does. */
export function describeEnforcement(rule: Pick<Rule, 'enforce' | 'usedIf'>): string | null {
  if (rule.enforce === 'demanded') return 'where a framework or the config demands it (else a warning)';
  return rule.enforce === 'asked' ? describeAsking(rule) : null;
}

/** What a rule would do, in words. */
export function describeRemedy({ remedy, enforce }: Pick<Rule, 'remedy' | 'enforce'>): string {
  return enforce === 'note' || remedy === null ? 'report only' : remedyKindOf(remedy).describe(remedy);
}
