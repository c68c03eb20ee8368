import type { Shown } from '../model/finding.ts';
import type { Firewall, Ruleset } from '../model/firewall.ts';
import { type Network, parseNetwork } from '../model/ip-network.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import { allowedList, allowsAll, covers, describeCovering, type FirewallCheck, listHolds } from './covering.ts';
import * as words from './firewall-words.ts';
import { because, type Judgement } from './judgement.ts';
import { oneHorizon } from './one-horizon.ts';

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host did not tell how its firewall is set' };

/** Where the traffic goes: asked for and not given, everywhere (the check names no destination), or somewhere. */
type Destination = { readonly kind: 'not-given' | 'anywhere' } | { readonly kind: 'given'; readonly network: Network };

interface FirewallCase {
  readonly check: FirewallCheck;
  readonly firewall: Firewall;
  readonly destination: Destination;
  /** Enabled rulesets that open the port. */
  readonly covering: readonly Ruleset[];
  readonly about: words.Traffic;
}

/**
 * Judges whether the rulesets let a port through, after the six cases of VIC's installer (domain.md 5); the first that holds decides.
 * A pass speaks of the ruleset, not of reachability. A destination that is no address counts as not given.
 */
export function judgeFirewallAllows(
  check: FirewallCheck,
  reading: Reading<Firewall>,
  parameters: ReadonlyMap<string, string>,
): Judgement {
  const about = words.trafficOf(check, parameters);
  if (reading.kind !== 'read') {
    const problem = reading.kind === 'unread' ? reading.problem : NOT_TOLD;
    return oneHorizon('unknown', { ...because(problem), expected: about.wanted, message: words.unreadable(problem) });
  }
  const covering = reading.value.rulesets.filter((ruleset) => ruleset.enabled && covers(ruleset, check));
  const destination = destinationOf(check, parameters);
  const judged = decide({ check, firewall: reading.value, destination, covering, about });
  return { ...judged, observed: observed(check, reading.value), expected: about.wanted };
}

function decide(firewallCase: FirewallCase): Judgement {
  const { check, firewall, destination, covering, about } = firewallCase;
  const letting = covering.filter((ruleset) => letsThrough(ruleset, destination));
  if (letting.length > 0) return oneHorizon('pass', { message: words.allowed(about, letting, firewall, check) });
  if (firewall.enabled.kind === 'read' && !firewall.enabled.value) {
    return oneHorizon('warn', { message: words.firewallOff(about, covering) });
  }
  const blocked = check.direction === 'outbound' ? firewall.outgoingBlocked : firewall.incomingBlocked;
  if (blocked === false) return oneHorizon('warn', { message: words.policyOpen(about, covering) });
  const limited = covering.filter((ruleset) => allowedList(ruleset.allowed).length > 0);
  if (limited.length > 0 && destination.kind === 'not-given') {
    return oneHorizon('unknown', { reason: 'vch-address-needed', message: words.addressNeeded(about, limited) });
  }
  const blind = unknownGuard(firewall, blocked);
  if (blind !== null)
    return oneHorizon('unknown', { ...because(blind.problem), message: words.guardUnread(about, covering, blind) });
  return oneHorizon('fail', { mendable: true, message: words.blocked(about, firewall, check) });
}

function letsThrough(ruleset: Ruleset, destination: Destination): boolean {
  if (allowsAll(ruleset.allowed)) return true;
  return destination.kind === 'given' && listHolds(ruleset.allowed, destination.network);
}

/** Why it is not known whether anything blocks at all: the firewall's switch or its default policy was not read. */
function unknownGuard(firewall: Firewall, blocked: boolean | null): words.Blind | null {
  if (firewall.enabled.kind === 'unread') return { what: 'switch', problem: firewall.enabled.problem };
  if (firewall.enabled.kind === 'absent') return { what: 'switch', problem: NOT_TOLD };
  return blocked === null ? { what: 'policy', problem: NOT_TOLD } : null;
}

function destinationOf(check: FirewallCheck, parameters: ReadonlyMap<string, string>): Destination {
  if (check.destinationParameter === null) return { kind: 'anywhere' };
  const network = parseNetwork(parameters.get(check.destinationParameter) ?? '');
  return network === null ? { kind: 'not-given' } : { kind: 'given', network };
}

function observed(check: FirewallCheck, firewall: Firewall): Shown {
  const covering = firewall.rulesets.filter((ruleset) => covers(ruleset, check));
  return {
    enabled: firewall.enabled.kind === 'read' ? firewall.enabled.value : null,
    outgoingBlocked: firewall.outgoingBlocked,
    covering: covering.map((ruleset) => ({ ...describeCovering(ruleset, [check]) })),
  };
}
