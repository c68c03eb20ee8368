import type { Finding } from '../model/finding.ts';
import { leavesOf } from '../model/leaves.ts';
import type { Action } from '../model/plan.ts';
import type { Check, Remedy, Rule, SingleCheck } from '../model/rule.ts';
import { resourceKey } from '../checks/index.ts';
import { changedResource } from '../model/resource-key.ts';
import { every, not, some, type Truth } from '../model/truth.ts';
import type { PlanCase, Refusal } from './decision.ts';

/**
 * The rule that would fail because of a change, as a refusal; null when none would.
 * A rule of which it is not known whether it applies counts as well: it may.
 */
export function conflictOf(action: Action, { host, rule, others, options }: PlanCase): Refusal | null {
  const thing = changedResource(action);
  if (thing === null) return null;
  const reading = action.kind === 'kernelSetting' ? host.kernel.get(action.name) : undefined;
  const type = reading?.kind === 'read' ? reading.value.type : null;
  for (const other of others) {
    if (other.rule.id === rule.id) continue;
    if (other.finding.verdict === 'not-applicable' || other.finding.verdict === 'waived') continue;
    const speaks = leavesOf(other.rule.check).some((check) => resourceKey(check) === thing);
    const passes = (check: SingleCheck): Truth =>
      resourceKey(check) === thing ? options.wouldPass(check, action, type) : undefined;
    if (!speaks || allows(other.rule.check, passes)) continue;
    return { reason: 'conflicting-advice', detail: detailOf(thing, rule, other) };
  }
  return null;
}

/**
 * Whether the check may still pass after the change. A check of the thing itself must be known to; one that is joined with
 * others hangs on them as well, so there only a sure failure counts.
 */
function allows(check: Check, passes: (check: SingleCheck) => Truth): boolean {
  const truth = truthOf(check, passes);
  const isJoined = check.kind === 'not' || 'checks' in check;
  return isJoined ? truth !== false : truth === true;
}

function truthOf(check: Check, passes: (check: SingleCheck) => Truth): Truth {
  if (check.kind === 'not') return not(truthOf(check.check, passes));
  if (!('checks' in check)) return passes(check);
  const parts = check.checks.map((part) => truthOf(part, passes));
  return check.kind === 'all' ? every(parts) : some(parts);
}

function detailOf(thing: string, rule: Rule, other: { readonly rule: Rule; readonly finding: Finding }): string {
  const one = wanted(rule.remedy, null);
  const two = wanted(other.rule.remedy, other.finding.expected);
  return `${rule.id} wants ${thing} to be ${one}, ${other.rule.id} wants ${two}: settle which of them holds for this host.`;
}

function wanted(remedy: Remedy | null, expected: unknown): string {
  if (remedy?.kind === 'kernelSetting' || remedy?.kind === 'advancedOption') return remedy.value;
  return typeof expected === 'string' ? expected : 'another value';
}
