import { type Candidate, candidatesOf, VSPC } from './candidates.ts';
import { type Change, type Decision, NOTHING, type PlanCase, refuse, type Refusal } from './decision.ts';
import { openedWords, portWords } from './firewall-words.ts';
import type { FirewallCheck } from './options.ts';

/**
 * Closes every ruleset made for the port that is enabled, and vSPC, which `vic-machine` leaves open on newer hosts.
 *
 * What is wanted is the opposite of the rule, so its verdict does not count; what was read of the rulesets does. The one
 * `unknown` that may be closed is a list without an address to compare: the rulesets were read then.
 */
export function decideClosing(planCase: PlanCase, check: FirewallCheck): Decision {
  const { finding } = planCase;
  const candidates = candidatesOf(planCase);
  if (candidates === null) return refuse('unknown', finding.message);
  const enabled = candidates.filter((candidate) => candidate.enabled);
  if (enabled.length === 0) return NOTHING;
  if (finding.verdict === 'unknown' && finding.reason !== 'vch-address-needed')
    return refuse('unknown', finding.message);
  const refusals = enabled.map((candidate) => refusalFor(candidate, check));
  return {
    changes: enabled.filter((_, index) => refusals[index] === null).map((candidate) => disabling(candidate, check)),
    refusals: refusals.filter((refusal) => refusal !== null),
  };
}

function refusalFor({ ruleset, exact, required, userControllable }: Candidate, check: FirewallCheck): Refusal | null {
  if (exact === false && ruleset !== VSPC) {
    const detail = `${ruleset} lets ${portWords(check)} through too, but serves something else: close it by hand if that is not used.`;
    return { reason: 'manual', detail };
  }
  if (required === true || userControllable === false) {
    return { reason: 'not-user-controllable', detail: `The system requires or owns ${ruleset}: it cannot be closed.` };
  }
  if (required !== null && exact !== null) return null;
  const untold = required === null ? `whether the system requires ${ruleset}` : `what else ${ruleset} serves`;
  return { reason: 'unknown', detail: `A scan saved by an earlier release does not tell ${untold}: scan again.` };
}

function disabling({ ruleset, broad }: Candidate, check: FirewallCheck): Change {
  return {
    action: { kind: 'ruleset', ruleset, enabled: false },
    before: { kind: 'ruleset', ruleset, enabled: true },
    inverseLeaves: null,
    needsReboot: false,
    exposure: broad
      ? `Closes ${openedWords(check, true)}; whatever else uses ${ruleset}, such as serial ports over the network, loses it.`
      : `Closes ${openedWords(check, false)}.`,
    remark: '',
  };
}
