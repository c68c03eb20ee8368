import { decideClosing } from './closing.ts';
import type { Rule } from '../model/rule.ts';
import { conflictOf } from './conflict.ts';
import { type Decision, NOTHING, type PlanCase, refuse } from './decision.ts';
import { decideKernelSetting } from './kernel-decision.ts';
import { obstacleIn } from './obstacle.ts';
import { decideOpening } from './opening.ts';
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
