import type { AllowedHosts } from '../../model/firewall.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { unusableEntry } from '../../plan/candidates.ts';
import { booleanOf, child, type VimElement } from '../../vim/element.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { disableRuleset, enableRuleset, updateRuleset } from '../../vim/methods/writes/settings.ts';
import type { LiveHost } from '../live-host.ts';
import { countIn, exactText, itemsOf, textIn } from './answers.ts';
import { type ActionOf, type Carrier, part, readProperty } from './carrier.ts';

/** Turns a ruleset on or off; it takes effect at once. */
export const ruleset: Carrier<ActionOf<'ruleset'>> = {
  readNow: async (live, action) => {
    const found = await readRuleset(live, action.ruleset);
    if (found.kind !== 'read') return found;
    const enabled = booleanOf(found.value, 'enabled');
    return enabled === null ? unexpected(`${action.ruleset} came without its state`) : read({ ...action, enabled });
  },
  write: async (live, action) => {
    const change = action.enabled ? enableRuleset : disableRuleset;
    await live.session.call(change(part(live, 'firewallSystem'), action.ruleset));
  },
  isSame: (one, other) => one.ruleset === other.ruleset && one.enabled === other.enabled,
};

/** Replaces the list of addresses that a ruleset lets through. */
export const allowedHosts: Carrier<ActionOf<'allowedHosts'>> = {
  readNow: async (live, action) => {
    const found = await readRuleset(live, action.ruleset);
    if (found.kind !== 'read') return found;
    const allowed = allowedIn(found.value);
    if (allowed !== null) return read({ ...action, allowed });
    return unexpected(`the host does not plainly tell the allowed addresses of ${action.ruleset}`);
  },
  write: async (live, { ruleset: key, allowed }) => {
    const unusable = unusableEntry(allowed);
    if (unusable !== null) throw new EsxcliFault('InvalidArgument', `${unusable} is no address and no network`);
    await live.session.call(updateRuleset(part(live, 'firewallSystem'), key, allowed));
  },
  isSame: (one, other) => one.ruleset === other.ruleset && isSameList(one.allowed, other.allowed),
};

/**
 * One HostFirewallRuleset of `HostFirewallSystem.firewallInfo`: what vCenter keeps in `config.firewall` lags behind a change.
 * It is absent only from a list in which every other one tells its key.
 */
async function readRuleset(live: LiveHost, key: string): Promise<Reading<VimElement>> {
  const info = await readProperty(live.session, live.parts.firewallSystem, 'firewallInfo');
  if (info.kind !== 'read') return info;
  const rulesets = itemsOf(info.value, 'ruleset') ?? [];
  const keys = rulesets.map((each) => exactText(each, 'key'));
  if (keys.length === 0 || keys.includes(null)) return unexpected('the host did not tell its rulesets');
  const [found, ...others] = rulesets.filter((_, index) => keys[index] === key);
  if (others.length > 0) return unexpected(`the host told the ruleset ${key} more than once`);
  return found === undefined ? ABSENT : read(found);
}

function unexpected(detail: string): Reading<never> {
  return unread({ code: 'unexpected-answer', detail });
}

/** HostFirewallRulesetIpList; null where an entry is not what it should be. */
function allowedIn(element: VimElement): AllowedHosts | null {
  const list = child(element, 'allowedHosts');
  const all = list === null ? null : booleanOf(list, 'allIp');
  if (list === null || all === null) return null;
  const addresses = (itemsOf(list, 'ipAddress') ?? []).map(textIn);
  const networks = (itemsOf(list, 'ipNetwork') ?? []).map(networkIn);
  if (addresses.includes(null) || networks.includes(null)) return null;
  const allowed = {
    all,
    addresses: addresses.filter((each) => each !== null),
    networks: networks.filter((each) => each !== null),
  };
  return unusableEntry(allowed) === null ? allowed : null;
}

function networkIn(element: VimElement): string | null {
  const [network, prefix] = [exactText(element, 'network'), countIn(exactText(element, 'prefixLength'))];
  return network === null || prefix === null ? null : `${network}/${prefix}`;
}

/** The order says nothing; where all are allowed the rest says nothing either. */
function isSameList(one: AllowedHosts, other: AllowedHosts): boolean {
  if (one.all !== other.all) return false;
  return one.all || (isSameSet(one.addresses, other.addresses) && isSameSet(one.networks, other.networks));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [one, other].map((texts) => new Set(texts.map((text) => text.toLowerCase())));
  return left?.size === right?.size && [...(left ?? [])].every((text) => right?.has(text));
}
