import { resourceKey } from '../checks/index.ts';
import type { Finding } from '../model/finding.ts';
import { leavesOf } from '../model/leaves.ts';
import type { Action } from '../model/plan.ts';
import { changedResource } from '../model/resource-key.ts';
import type { Check, Remedy, SingleCheck } from '../model/check.ts';
import type { Rule } from '../model/rule.ts';
import { every, not, some, type TriState } from '../model/tri-state.ts';
import { type Decision, NOTHING, type PlanCase, type Refusal, refuse } from './decision.ts';
import { decideClosing, decideOpening } from './firewall-steps.ts';
import { decideKernelSetting } from './kernel-decision.ts';
import { obstacleIn } from './obstacle.ts';
import { decideRemedy } from './remedy-decision.ts';

/** What to do about one finding: steps only from what was read, and only where nothing speaks against them. */
export function decide(planCase: PlanCase): Decision {
  const { finding, rule } = planCase;
  if (finding.verdict === 'not-applicable') return NOTHING;
  if (finding.verdict === 'waived') {
    const isSilent = isBeyondPlans(rule) && finding.waived?.verdict !== 'fail';
    return isSilent ? NOTHING : refuse('waived', finding.message);
  }
  const wished = wishOf(planCase);
  if (wished.changes.length > 0) return allowed(planCase, wished);
  return wished.refusals.length > 0 ? wished : silent(planCase);
}

function wishOf(planCase: PlanCase): Decision {
  const { check } = planCase.rule;
  // Nothing but a kernel setting waits for a reboot.
  if (planCase.options.rebootPending === true && check.kind !== 'kernelSetting') return NOTHING;
  // What is being closed need not be limited.
  if (planCase.options.deny && check.kind === 'firewallRuleset' && check.wish.kind !== 'enabled') return NOTHING;
  if (check.kind === 'kernelSetting') return decideKernelSetting(planCase, check);
  if (check.kind !== 'firewallAllows') return decideRemedy(planCase);
  return planCase.options.deny ? decideClosing(planCase, check) : decideOpening(planCase, check);
}

/**
 * Nothing to do is said of what is well only; everything else is accounted for. Of a rule that no step could ever follow
 * from, only what fails is: what it notes or does not know is for the scan to tell.
 */
function silent({ finding, rule, options }: PlanCase): Decision {
  const inverted = options.deny && rule.check.kind === 'firewallAllows';
  if (finding.verdict === 'pass' || inverted) return NOTHING;
  if (isBeyondPlans(rule)) return NOTHING;
  return refuse(finding.verdict === 'unknown' ? 'unknown' : 'manual', finding.message);
}

/** Kernel settings and ports are planned from the check itself; everything else from a remedy. */
function isBeyondPlans({ check, remedy }: Rule): boolean {
  return check.kind !== 'kernelSetting' && check.kind !== 'firewallAllows' && remedy === null;
}

/** Takes the changes back where the host cannot be told apart, cannot be asked, is spoken of by another rule, or would not keep them. */
function allowed(planCase: PlanCase, wished: Decision): Decision {
  const { host, options } = planCase;
  if (host.trouble !== null) return refuse('unknown', `The host could not be asked: ${host.trouble.detail}.`);
  if (host.uuid === null) {
    return refuse('unknown', 'The hardware UUID of the host was not read, and by it a host is told from another.');
  }
  for (const { action } of wished.changes) {
    const conflict = conflictOf(action, planCase);
    if (conflict !== null) return { changes: [], refusals: [conflict] };
  }
  if (options.circumstances === null) return wished;
  const obstacle = obstacleIn(options.circumstances.get(host.id));
  return obstacle === null ? wished : { changes: [], refusals: [obstacle, ...wished.refusals] };
}

/**
 * The rule that would fail because of a change, as a refusal; null when none would.
 * A rule of which it is not known whether it applies counts as well: it may.
 */
function conflictOf(action: Action, { host, rule, others, options }: PlanCase): Refusal | null {
  const thing = changedResource(action);
  if (thing === null) return null;
  const reading = action.kind === 'kernelSetting' ? host.kernel.get(action.name) : undefined;
  const type = reading?.kind === 'read' ? reading.value.type : null;
  for (const other of others) {
    if (other.rule.id === rule.id) continue;
    if (other.finding.verdict === 'not-applicable' || other.finding.verdict === 'waived') continue;
    const speaks = leavesOf(other.rule.check).some((check) => resourceKey(check) === thing);
    const passes = (check: SingleCheck): TriState =>
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
function allows(check: Check, passes: (check: SingleCheck) => TriState): boolean {
  const truth = truthOf(check, passes);
  const isJoined = check.kind === 'not' || 'checks' in check;
  return isJoined ? truth !== false : truth === true;
}

function truthOf(check: Check, passes: (check: SingleCheck) => TriState): TriState {
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
