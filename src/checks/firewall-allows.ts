import type { Shown } from '../model/finding.ts';
import type { Firewall, Ruleset } from '../model/firewall.ts';
import { type Network, parseNetwork } from '../model/ip-network.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import { checkKind, type Parameters } from './check-kind.ts';
import {
  allowedList,
  allowsAll,
  covers,
  describeCovering,
  type FirewallCheck,
  listHolds,
} from './judgement/firewall-covering.ts';
import * as words from './judgement/firewall-words.ts';
import { because, type Judgement, notAskedFor, oneHorizon } from './judgement/judgement.ts';
import { type Mask, MASKED, within } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';

/** A port that an enabled ruleset lets through. */
export const firewallAllows = checkKind({
  kind: 'firewallAllows',
  schema: (tools) => allowsSchema(tools),
  build: ({ direction, protocol, port, destination }) => ({
    kind: 'firewallAllows',
    direction,
    protocol,
    port,
    destinationParameter: destination?.parameter ?? null,
  }),
  demand: () => ({ firewall: true, firewallEnabled: true }),
  reads: ['firewall'],
  judge: (check, facts, parameters) => judgeAllows(check, facts.firewall ?? notAskedFor(facts), parameters),
  expected: (check, parameters) => words.trafficOf(check, parameters).wanted,
  parameters: ({ destinationParameter: name }) => (name === null ? [] : [name]),
  source: () => 'HostSystem.config.firewall',
  describe: ({ direction, protocol, port, destinationParameter: parameter }) =>
    `firewall allows ${direction} ${protocol}/${port}${parameter === null ? '' : ` to --${parameter}`}`,
  mask: () => ({ name: 'firewall', apply: (facts) => ({ ...facts, firewall: MASKED }) }),
  maskParts: () => PARTS,
  example: {
    about: 'a port that an enabled ruleset lets through',
    title: 'The firewall lets outbound tcp/514 through',
    check: 'firewallAllows: { direction: outbound, protocol: tcp, port: 514 }',
    examples: [
      [withSyslog('enabled: true'), 'pass'],
      [withSyslog('enabled: false'), 'fail'],
      ['{ firewall: unread }', 'unknown'],
    ],
  },
  remedy: {
    schema: ({ closed }) => closed({}),
    build: () => ({ kind: 'firewallAllows' }),
    describe: () => 'open the narrowest ruleset that the host has',
    mismatch: () => null,
    denied: () => null,
    action: () => null,
  },
});

function allowsSchema({ z, closed, parameter }: SchemaTools) {
  return closed({
    direction: z.enum(['inbound', 'outbound']),
    protocol: z.enum(['tcp', 'udp']),
    port: z.int().min(1).max(65_535),
    destination: parameter.optional(),
  }).describe(
    'An enabled ruleset lets the port through, to all addresses or to the destination that a parameter gives.',
  );
}

function withSyslog(state: string): string {
  const ruleset = `syslog: { ${state}, opens: [outbound tcp 514], allowed: all }`;
  return `{ firewall: { enabled: true, outgoingBlocked: true, rulesets: { ${ruleset} } } }`;
}

const PARTS: readonly Mask[] = [
  partMask('firewall enabled', (firewall) => ({ ...firewall, enabled: MASKED })),
  partMask('firewall outgoingBlocked', (firewall) => ({ ...firewall, outgoingBlocked: null })),
  partMask('firewall incomingBlocked', (firewall) => ({ ...firewall, incomingBlocked: null })),
];

function partMask(name: string, hide: (firewall: Firewall) => Firewall): Mask {
  return {
    name,
    apply: (facts) => ({ ...facts, firewall: facts.firewall === null ? null : within(facts.firewall, hide) }),
  };
}

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
 * Judges whether the rulesets let a port through, after the six cases of VIC's installer (docs/internals/domain.md 5); the first
 * that holds decides. A pass speaks of the ruleset, not of reachability. A destination that is no address counts as not given.
 */
function judgeAllows(check: FirewallCheck, reading: Reading<Firewall>, parameters: Parameters): Judgement {
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
  return oneHorizon('fail', { remediable: true, message: words.blocked(about, firewall, check) });
}

function letsThrough(ruleset: Ruleset, destination: Destination): boolean {
  if (allowsAll(ruleset.allowed)) return true;
  return destination.kind === 'given' && listHolds(ruleset.allowed, destination.network);
}

/** Why it is not known whether anything blocks at all: the firewall's switch or its default policy was not read. */
function unknownGuard(firewall: Firewall, blocked: boolean | null): words.UnreadGuard | null {
  if (firewall.enabled.kind === 'unread') return { what: 'switch', problem: firewall.enabled.problem };
  if (firewall.enabled.kind === 'absent') return { what: 'switch', problem: NOT_TOLD };
  return blocked === null ? { what: 'policy', problem: NOT_TOLD } : null;
}

function destinationOf(check: FirewallCheck, parameters: Parameters): Destination {
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
