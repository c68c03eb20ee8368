import type { AllowedHosts, Firewall, FirewallRule, Ruleset } from '../model/firewall.ts';
import { parseNetwork } from '../model/ip-network.ts';
import type { Problem } from '../model/problem.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import {
  asBoolean,
  booleanOf,
  child,
  childrenNamed,
  integerOf,
  isTold,
  plainText,
  textOf,
  type VimElement,
} from '../vim/element.ts';
import { fieldOf, structureOf } from '../vim/esxcli.ts';
import { problemFromError } from './answer-problem.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { eachOf } from './property-value.ts';

/** Whether the firewall is on: only `esxcli network firewall get` tells (docs/internals/wire.md 5.2). */
export async function readFirewallEnabled(esxcli: HostEsxcli): Promise<Reading<boolean>> {
  try {
    const row = structureOf(await esxcli.run(['network', 'firewall', 'get']));
    const enabled = asBoolean(fieldOf(row, 'Enabled') ?? '');
    if (enabled !== null) return read(enabled);
    return unread({ code: 'unexpected-answer', detail: 'esxcli did not tell whether the firewall is on' });
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/** Joins what the properties tell with what esxcli tells. */
export function firewallOf(config: Reading<FirewallConfig>, enabled: Reading<boolean>): Reading<Firewall> {
  return config.kind === 'read' ? read({ ...config.value, enabled }) : config;
}

/** The part of the firewall that properties tell; whether it is on, only esxcli does (docs/internals/wire.md 5.2). */
export type FirewallConfig = Omit<Firewall, 'enabled'>;

const MALFORMED: Problem = {
  code: 'unexpected-answer',
  detail: 'the firewall configuration came without members that it must have',
};
const NO_RULESET: Problem = {
  code: 'unexpected-answer',
  detail: 'the host listed no ruleset, which no host is without',
};
/** Rulesets of every ESXi since 5.0. A list without one of them is no whole list, and proves of no ruleset that it is not there. */
const OF_EVERY_HOST = ['dhcp', 'dns', 'sshServer'];
const CUT_SHORT: Problem = {
  code: 'unexpected-answer',
  detail: `the host did not list a ruleset that no host is without (${OF_EVERY_HOST.join(', ')})`,
};
const DOUBLED: Problem = { code: 'contradiction', detail: 'the host listed a ruleset twice' };

/**
 * Reads HostFirewallInfo (docs/internals/wire.md 5.1) for many hosts of one release. Rulesets that are alike become one object,
 * so that memory grows with what differs and not with hosts times rulesets.
 */
export function firewallReader(): (info: VimElement) => Reading<FirewallConfig> {
  const sharedRuleset = sharingRulesets(rulesetFrom);
  return (info) => {
    const policy = child(info, 'defaultPolicy');
    const rulesets = eachOf(childrenNamed(info, 'ruleset'), sharedRuleset);
    if (rulesets === null) return unread(MALFORMED);
    if (rulesets.length === 0) return unread(NO_RULESET);
    const keys = new Set(rulesets.map(({ key }) => key));
    if (keys.size < rulesets.length) return unread(DOUBLED);
    if (!OF_EVERY_HOST.every((key) => keys.has(key))) return unread(CUT_SHORT);
    return read({
      incomingBlocked: policy === null ? null : booleanOf(policy, 'incomingBlocked'),
      outgoingBlocked: policy === null ? null : booleanOf(policy, 'outgoingBlocked'),
      rulesets,
    });
  };
}

/** Null when a required member is missing, or any is garbled: a ruleset that is half understood must not be judged. */
function rulesetFrom(element: VimElement): Ruleset | null {
  const key = textOf(element, 'key')?.trim() ?? '';
  const enabled = booleanOf(element, 'enabled');
  const required = booleanOf(element, 'required');
  const rules = eachOf(childrenNamed(element, 'rule'), ruleFrom);
  const allowed = allowedIn(element);
  const userControllable = optional(element, 'userControllable', booleanOf);
  const ipListConfigurable = optional(element, 'ipListUserConfigurable', booleanOf);
  if (key === '' || enabled === null || required === null || allowed === null) return null;
  // A ruleset that opens nothing is none: each of the recorded ones has a rule.
  if (rules === null || rules.length === 0) return null;
  if (userControllable === undefined || ipListConfigurable === undefined) return null;
  const label = textOf(element, 'label') ?? key;
  return { key, label, enabled, required, rules, allowed, userControllable, ipListConfigurable };
}

/** A member that may be unset: null where it is, undefined where it is told and cannot be taken. */
function optional<T>(element: VimElement, name: string, take: (from: VimElement, name: string) => T | null) {
  return isTold(element, name) ? (take(element, name) ?? undefined) : null;
}

const DIRECTIONS: ReadonlySet<string> = new Set(['inbound', 'outbound']);
const PORT_TYPES: ReadonlySet<string> = new Set(['src', 'dst']);
const LAST_PORT = 65_535;

function ruleFrom(element: VimElement): FirewallRule | null {
  const port = portIn(element, 'port');
  const direction = wordIn(element, 'direction');
  const protocol = wordIn(element, 'protocol');
  const portType = optional(element, 'portType', wordIn);
  const endPort = optional(element, 'endPort', portIn);
  if (port === null || direction === null || protocol === null) return null;
  if (portType === undefined || endPort === undefined) return null;
  if (!DIRECTIONS.has(direction.toLowerCase())) return null;
  if (portType !== null && !PORT_TYPES.has(portType.toLowerCase())) return null;
  // An end of 0 means none (docs/internals/wire.md 5.1).
  if (endPort !== null && endPort !== 0 && endPort < port) return null;
  return { direction, protocol, portType, port, endPort };
}

/** A plain word: protocols are `tcp`, `udp` and names of others, such as `cdp`. */
function wordIn(element: VimElement, name: string): string | null {
  const word = textOf(element, name)?.trim() ?? '';
  return /^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(word) ? word : null;
}

function portIn(element: VimElement, name: string): number | null {
  const port = integerOf(element, name);
  return port === null || port < 0 || port > LAST_PORT ? null : port;
}

/** Every ruleset since ESXi 5.0 has the list. An entry that is no address is a list that was not read. */
function allowedIn(ruleset: VimElement): AllowedHosts | null {
  const element = child(ruleset, 'allowedHosts');
  const all = element === null ? null : booleanOf(element, 'allIp');
  if (element === null || all === null) return null;
  const addresses = eachOf(childrenNamed(element, 'ipAddress'), addressIn);
  const networks = eachOf(childrenNamed(element, 'ipNetwork'), networkIn);
  return addresses === null || networks === null ? null : { all, addresses, networks };
}

function addressIn(element: VimElement): string | null {
  const address = plainText(element)?.trim() ?? '';
  return address.includes('/') || parseNetwork(address) === null ? null : address;
}

function networkIn(element: VimElement): string | null {
  const [address, prefix] = [textOf(element, 'network')?.trim() ?? '', integerOf(element, 'prefixLength')];
  const network = `${address}/${prefix ?? ''}`;
  return address.includes('/') || parseNetwork(network) === null ? null : network;
}

/** A ruleset as it was sent, and what was made of it. */
interface Variant {
  readonly element: VimElement;
  readonly ruleset: Ruleset;
}

/** Lists of allowed addresses may differ from host to host; beyond this, comparing would cost more than sharing saves. */
const MOST_VARIANTS = 32;

/**
 * Makes one object of all rulesets that were sent alike, so that memory grows with what differs and not with hosts times
 * rulesets. Alike ones are told by comparing, which is far cheaper than making them anew: hosts of one release have some
 * fifty rulesets, nearly all of them the same. What `make` refuses is not kept.
 */
function sharingRulesets(make: (element: VimElement) => Ruleset | null): (element: VimElement) => Ruleset | null {
  const known = new Map<string, Variant[]>();
  return (element) => {
    const key = textOf(element, 'key') ?? '';
    const variants = known.get(key) ?? [];
    const alike = variants.find((variant) => isAlike(variant.element, element));
    if (alike !== undefined) return alike.ruleset;
    const ruleset = make(element);
    if (ruleset === null || variants.length === MOST_VARIANTS) return ruleset;
    variants.push({ element, ruleset });
    known.set(key, variants);
    return ruleset;
  };
}

function isAlike(one: VimElement, other: VimElement): boolean {
  if (one.text !== other.text || one.name !== other.name) return false;
  const { children } = one;
  if (children.length !== other.children.length) return false;
  // By index: this runs some million times in a scan, and an iterator costs more than the comparison.
  for (let index = 0; index < children.length; index += 1) {
    const [child, counterpart] = [children[index], other.children[index]];
    if (child === undefined || counterpart === undefined || !isAlike(child, counterpart)) return false;
  }
  return true;
}
