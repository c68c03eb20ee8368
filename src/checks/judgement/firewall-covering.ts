import type { AllowedHosts, Firewall, FirewallRule, Ruleset } from '../../model/firewall.ts';
import type { Check } from '../../model/check.ts';
import type { Rule } from '../../model/rule.ts';
import type { CoveringRuleset } from '../../model/scan.ts';
import { isInside, type Network, parseNetwork } from '../../model/ip-network.ts';
import { leavesOf } from '../../model/leaves.ts';

export type FirewallCheck = Extract<Check, { kind: 'firewallAllows' }>;

/** Rulesets, on or off, that would let the port of a selected `firewallAllows` rule through; in the firewall's order. */
export function coveringRulesets(firewall: Firewall, rules: readonly Rule[]): CoveringRuleset[] {
  const checks = rules
    .flatMap((rule) => leavesOf(rule.check))
    .filter((check): check is FirewallCheck => check.kind === 'firewallAllows');
  return firewall.rulesets
    .filter((ruleset) => checks.some((check) => covers(ruleset, check)))
    .map((ruleset) => describeCovering(ruleset, checks));
}

/** A ruleset as reports show it. */
export function describeCovering(ruleset: Ruleset, checks: readonly FirewallCheck[]): CoveringRuleset {
  return {
    ruleset: ruleset.key,
    broad: checks.some((check) => isBroad(ruleset, check)),
    narrow: checks.some((check) => isNarrow(ruleset, check)),
    allIp: allowsAll(ruleset.allowed),
    allowed: allowedList(ruleset.allowed),
    userControllable: ruleset.userControllable,
    required: ruleset.required,
    enabled: ruleset.enabled,
  };
}

/** Whether a rule of the ruleset speaks of the check's direction, protocol and port (docs/internals/wire.md 5.1), on or off. */
export function covers(ruleset: Ruleset, check: FirewallCheck): boolean {
  return ruleset.rules.some((rule) => opens(rule, check));
}

/** Whether a covering rule opens every port, far more than the one asked for. */
export function isBroad(ruleset: Ruleset, check: FirewallCheck): boolean {
  return ruleset.rules.some((rule) => opens(rule, check) && rule.port <= 1 && lastPort(rule) >= 65_535);
}

/** Whether every rule speaks of the port alone, in whichever direction, so that switching the ruleset does nothing else. */
function isNarrow(ruleset: Ruleset, check: FirewallCheck): boolean {
  return ruleset.rules.every((rule) => rule.port === check.port && lastPort(rule) === check.port);
}

/** Whether the allowed list holds the whole of the network: in one of its entries. Entries that are no address hold nothing. */
export function listHolds(allowed: AllowedHosts | null, wanted: Network): boolean {
  return allowedList(allowed).some((entry) => {
    const network = parseNetwork(entry);
    return network !== null && isInside(wanted, network);
  });
}

/** Hosts that have no allowed lists let every address through. */
export function allowsAll(allowed: AllowedHosts | null): boolean {
  return allowed === null || allowed.all;
}

/** Half of IPv4; the eighth of IPv6 from which all public addresses are taken (RFC 4291, 2.4: `2000::/3`). */
const NEARLY_ALL = [
  [32, 1 / 2],
  [128, 1 / 8],
] as const;

/** Whether the list limits nothing that anybody meant to limit: `0.0.0.0/0`, `::/0`, two halves, or one. */
export function allowsNearlyAll(allowed: AllowedHosts | null): boolean {
  if (allowsAll(allowed)) return true;
  const networks = allowedList(allowed).flatMap((entry) => parseNetwork(entry) ?? []);
  return NEARLY_ALL.some(([bits, share]) => shareOf(networks.filter((network) => network.bits === bits)) >= share);
}

/** What part of all addresses of their family the networks hold together; those inside another one count once. */
function shareOf(networks: readonly Network[]): number {
  const outermost = networks.filter(
    (network, index) =>
      !networks.some(
        (other, place) => place !== index && isInside(network, other) && (!isInside(other, network) || place < index),
      ),
  );
  return outermost.reduce((sum, { prefix }) => sum + 2 ** -prefix, 0);
}

export function allowedList(allowed: AllowedHosts | null): readonly string[] {
  return allowed === null ? [] : [...allowed.addresses, ...allowed.networks];
}

function opens(rule: FirewallRule, check: FirewallCheck): boolean {
  return (
    // Numbers first: they rule out nearly every rule, and a host has a hundred.
    rule.port <= check.port &&
    check.port <= lastPort(rule) &&
    isWord(rule.direction, check.direction) &&
    isWord(rule.protocol, check.protocol) &&
    isWord(rule.portType ?? 'dst', 'dst')
  );
}

function lastPort({ port, endPort }: FirewallRule): number {
  return endPort === null || endPort === 0 ? port : endPort;
}

/** esxcli and SOAP differ in case: `Outbound`, `outbound`. */
function isWord(one: string, other: string): boolean {
  return one.toLowerCase() === other;
}
