import { methodElement, type Call } from '../../call.ts';
import type { Method } from '../../methods.ts';
import type { Moref } from '../../moref.ts';
import { textElement } from '../../xml-writer.ts';

/** Which remote addresses a ruleset is to let through; networks in CIDR notation. */
interface IpList {
  readonly all: boolean;
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
}

function onRuleset(method: Method, firewallSystem: Moref, parameters: string): Call<void> {
  return { method, body: methodElement(method, firewallSystem, parameters), safe: false, decode: () => {} };
}

/** Takes effect at once (protocol.md 5.3). `key` is the ruleset's. */
export function enableRuleset(firewallSystem: Moref, key: string): Call<void> {
  return onRuleset('EnableRuleset', firewallSystem, textElement('id', key));
}

export function disableRuleset(firewallSystem: Moref, key: string): Call<void> {
  return onRuleset('DisableRuleset', firewallSystem, textElement('id', key));
}

/** Replaces the ruleset's whole list of allowed addresses. */
export function updateRuleset(firewallSystem: Moref, key: string, allowed: IpList): Call<void> {
  const addresses = allowed.addresses.map((address) => textElement('ipAddress', address));
  const list = [...addresses, ...allowed.networks.map(ipNetwork), textElement('allIp', String(allowed.all))].join('');
  const spec = `<spec><allowedHosts>${list}</allowedHosts></spec>`;
  return onRuleset('UpdateRuleset', firewallSystem, textElement('id', key) + spec);
}

function ipNetwork(cidr: string): string {
  const slash = cidr.lastIndexOf('/');
  const network = textElement('network', cidr.slice(0, slash));
  return `<ipNetwork>${network}${textElement('prefixLength', cidr.slice(slash + 1))}</ipNetwork>`;
}
