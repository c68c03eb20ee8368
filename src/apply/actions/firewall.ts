import { firewallReader } from '../../collect/firewall-from.ts';
import type { AllowedHosts, Ruleset } from '../../model/firewall.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { disableRuleset, enableRuleset, updateRuleset } from '../../vim/methods/writes/firewall.ts';
import type { LiveHost } from '../live-host.ts';
import type { ActionOf, Carrier } from './carrier.ts';
import { part } from './part.ts';
import { readProperty } from './read-property.ts';

/** Turns a ruleset on or off; it takes effect at once (protocol.md 5.3). */
export const ruleset: Carrier<ActionOf<'ruleset'>> = {
  readNow: async (live, action) => {
    const found = await readRuleset(live, action.ruleset);
    return found.kind === 'read' ? read({ ...action, enabled: found.value.enabled }) : found;
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
    if (found.value.allowed !== null) return read({ ...action, allowed: found.value.allowed });
    return unread({ code: 'not-reported', detail: `the host shows no allowed addresses of ${action.ruleset}` });
  },
  write: async (live, { ruleset: key, allowed }) => {
    await live.session.call(updateRuleset(part(live, 'firewallSystem'), key, allowed));
  },
  isSame: (one, other) => one.ruleset === other.ruleset && isSameList(one.allowed, other.allowed),
};

/** `HostFirewallSystem.firewallInfo`: what vCenter keeps in `config.firewall` lags behind a change (protocol.md 5.2). */
async function readRuleset(live: LiveHost, key: string): Promise<Reading<Ruleset>> {
  const info = await readProperty(live.session, live.parts.firewallSystem, 'firewallInfo');
  if (info.kind !== 'read') return info;
  const firewall = firewallReader()(info.value);
  if (firewall.kind !== 'read') return firewall;
  const found = firewall.value.rulesets.find((candidate) => candidate.key === key);
  return found === undefined ? ABSENT : read(found);
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
