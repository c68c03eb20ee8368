import type { Remedy } from '../model/rule.ts';
import type { Action } from '../model/plan.ts';
import type { PlanCase, Refusal } from './decision.ts';

/**
 * The rule that would fail because of a change of a kernel setting, as a refusal; null when none would.
 * A rule of which it is not known whether it applies counts as well: it may.
 */
export function conflictOf(action: Action, { host, rule, others, options }: PlanCase): Refusal | null {
  if (action.kind !== 'kernelSetting') return null;
  const reading = host.kernel.get(action.name);
  const type = reading?.kind === 'read' ? reading.value.type : null;
  for (const other of others) {
    const { check } = other.rule;
    if (other.rule.id === rule.id || check.kind !== 'kernelSetting' || check.name !== action.name) continue;
    if (other.finding.verdict === 'not-applicable' || other.finding.verdict === 'waived') continue;
    if (options.wouldPass(check, action.value, type) === true) continue;
    return {
      reason: 'conflicting-advice',
      detail: `${rule.id} wants ${action.name} ${action.value}, ${other.rule.id} wants ${wanted(other.rule.remedy, other.finding.expected)}: settle which of them holds for this host.`,
    };
  }
  return null;
}

function wanted(remedy: Remedy | null, expected: unknown): string {
  if (remedy?.kind === 'kernelSetting') return remedy.value;
  return typeof expected === 'string' ? expected : 'another value';
}
