import type { AllowedHosts } from '../model/firewall.ts';
import { type Candidate, candidatesOf, VIC_ENGINE, VSPC } from './candidates.ts';
import {
  type Change,
  change,
  type Decision,
  type FirewallCheck,
  NOTHING,
  type PlanCase,
  type Refusal,
  refuse,
} from './decision.ts';

/** Lets a port through by the narrowest ruleset that the host has. Only a `fail` is a reason to. */
export function decideOpening(planCase: PlanCase, check: FirewallCheck): Decision {
  const { finding, rule } = planCase;
  if (finding.verdict !== 'fail') return NOTHING;
  if (rule.remedy?.kind !== 'firewallAllows' || rule.enforce === 'note' || finding.remedy === null) {
    return refuse('manual', `${finding.message} The rule has no remedy that a machine should carry out.`);
  }
  const candidates = candidatesOf(planCase);
  if (candidates === null) return refuse('unknown', 'The rulesets of the firewall were not read.');
  const usable = usableIn(candidates, planCase.options.allowBroadRuleset);
  const chosen = usable.find(({ userControllable }) => userControllable !== false);
  const untold = candidates.find(({ exact }) => exact === null);
  if (untold !== undefined && chosen?.exact !== true) return mayBeNarrow(untold);
  if (chosen !== undefined) return open(chosen, planCase, check);
  return usable.length === 0 ? withoutRuleset(candidates, check) : systemOwned(usable);
}

/** Narrowest first. A ruleset that is made for something else is never used, however narrow. */
function usableIn(candidates: readonly Candidate[], allowBroad: boolean): readonly Candidate[] {
  const rank = ({ ruleset, exact }: Candidate): number => {
    if (exact === true) return ruleset === VIC_ENGINE ? 0 : 1;
    return ruleset === VSPC && allowBroad ? 2 : 3;
  };
  return candidates
    .filter((candidate) => rank(candidate) < 3)
    .toSorted((one, other) => rank(one) - rank(other) || (one.ruleset < other.ruleset ? -1 : 1));
}

function withoutRuleset(candidates: readonly Candidate[], check: FirewallCheck): Decision {
  const broad = candidates.find(({ ruleset }) => ruleset === VSPC);
  if (broad !== undefined) {
    return refuse(
      'broad-ruleset-only',
      `The host has only ${VSPC} for ${portWords(check)}, which opens ${openedWords(check, true)}: allow that with --allow-broad-ruleset.`,
    );
  }
  const names = candidates.map(({ ruleset }) => ruleset).join(', ');
  const others = names === '' ? '' : ` (${names} would let it through, but serve something else)`;
  return refuse('manual', `The host has no ruleset made for ${portWords(check)}${others}: add one with a VIB.`);
}

/** A wider one is not opened as long as this may be all that is needed. */
function mayBeNarrow({ ruleset }: Candidate): Decision {
  return refuse('unknown', `A scan saved by an earlier release does not tell what else ${ruleset} serves: scan again.`);
}

function systemOwned(usable: readonly Candidate[]): Decision {
  const names = usable.map(({ ruleset }) => ruleset).join(', ');
  return refuse('not-user-controllable', `The system owns ${names} on this host: nobody may switch it.`);
}

function open(candidate: Candidate, { options: { allowed } }: PlanCase, check: FirewallCheck): Decision {
  if (candidate.enabled) return widen(candidate, allowed, check);
  if (allowed === null) {
    return candidate.allowed.all ? change(enabling(candidate, candidate.allowed, check)) : listNeeded(candidate);
  }
  // The list comes first, so that the ruleset is never open to more than it is meant for.
  return isSameList(candidate.allowed, allowed)
    ? change(enabling(candidate, allowed, check))
    : change(listing(candidate, allowed, check), enabling(candidate, allowed, check));
}

/** An enabled ruleset fails only for its list. Others rely on what is in it, so entries are added, never taken. */
function widen(candidate: Candidate, allowed: AllowedHosts | null, check: FirewallCheck): Decision {
  const { ruleset, broad } = candidate;
  if (broad) {
    return refuse('broad-ruleset-only', `${ruleset} is enabled and limited by a list, which is not touched.`);
  }
  if (allowed === null) return listNeeded(candidate);
  const joined = {
    all: candidate.allowed.all,
    addresses: [...new Set([...candidate.allowed.addresses, ...allowed.addresses])],
    networks: [...new Set([...candidate.allowed.networks, ...allowed.networks])],
  };
  if (candidate.allowed.all || isSameList(candidate.allowed, joined)) {
    return refuse(
      'already-so',
      `${ruleset} is enabled and lets ${portWords(check)} ${placeWords(check, allowed)} already.`,
    );
  }
  return change({
    ...listing(candidate, joined, check),
    exposure: `Lets ${portWords(check)} ${placeWords(check, allowed)} through as well.`,
  });
}

function listNeeded({ ruleset, allowed }: Candidate): Decision {
  const entries = [...allowed.networks, ...allowed.addresses].join(', ');
  const held = entries === '' ? 'is empty' : `holds ${entries}`;
  return refuse('manual', `The allowed list of ${ruleset} ${held}: say with --vch-network what it is to hold.`);
}

function enabling({ ruleset, broad }: Candidate, allowed: AllowedHosts, check: FirewallCheck): Change {
  return {
    action: { kind: 'ruleset', ruleset, enabled: true },
    before: { kind: 'ruleset', ruleset, enabled: false },
    inverseLeaves: null,
    needsReboot: false,
    exposure: `Lets ${openedWords(check, broad)} ${placeWords(check, allowed)} through.`,
    remark: '',
  };
}

function listing({ ruleset, allowed: before }: Candidate, allowed: AllowedHosts, check: FirewallCheck): Change {
  return {
    action: { kind: 'allowedHosts', ruleset, allowed },
    before: { kind: 'allowedHosts', ruleset, allowed: before },
    inverseLeaves: null,
    needsReboot: false,
    exposure: `Limits ${ruleset}, which is still closed, ${placeWords(check, allowed)}.`,
    remark: '',
  };
}

function isSameList(one: AllowedHosts, other: AllowedHosts): boolean {
  if (one.all || other.all) return one.all === other.all;
  return sortedEntries(one) === sortedEntries(other);
}

function sortedEntries({ addresses, networks }: AllowedHosts): string {
  return [...addresses, ...networks].toSorted().join(' ');
}

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

/** `outbound tcp/2377` */
function portWords({ direction, protocol, port }: FirewallCheck): string {
  return `${direction} ${protocol}/${port}`;
}

/** `to 10.9.0.0/16 and 10.1.2.3`; `to any address`. */
function placeWords({ direction }: FirewallCheck, { all, addresses, networks }: AllowedHosts): string {
  const listed = [...networks, ...addresses];
  const places = all ? 'any address' : listed.join(' and ');
  return `${direction === 'outbound' ? 'to' : 'from'} ${places === '' ? 'no address' : places}`;
}

/** What an enabled ruleset opens, in words. */
function openedWords(check: FirewallCheck, broad: boolean): string {
  return broad
    ? `every ${check.direction} ${check.protocol} port, far more than ${check.protocol}/${check.port}`
    : portWords(check);
}
