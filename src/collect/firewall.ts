import type { Firewall } from '../model/firewall.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { EsxcliFault } from '../vim/esxcli.ts';
import type { FirewallConfig } from './firewall-from.ts';
import { EsxcliUnavailable, type HostEsxcli } from './host-esxcli.ts';
import { problemFromError } from './problem-from.ts';

/** Whether the firewall is on: only `esxcli network firewall get` tells (protocol.md 5.2). */
export async function readFirewallEnabled(esxcli: HostEsxcli): Promise<Reading<boolean>> {
  try {
    const { rows } = await esxcli.run(['network', 'firewall', 'get']);
    const enabled = rows[0]?.get('Enabled');
    if (enabled === 'true' || enabled === '1') return read(true);
    if (enabled === 'false' || enabled === '0') return read(false);
    return unread({ code: 'unexpected-answer', detail: 'esxcli did not tell whether the firewall is on' });
  } catch (error) {
    const unavailable = error instanceof EsxcliUnavailable || (error instanceof EsxcliFault && !error.fromCommand);
    return unread(unavailable ? { code: 'esxcli-unavailable', detail: error.message } : problemFromError(error));
  }
}

/** Joins what the properties tell with what esxcli tells. */
export function firewallOf(config: Reading<FirewallConfig>, enabled: Reading<boolean>): Reading<Firewall> {
  return config.kind === 'read' ? read({ ...config.value, enabled }) : config;
}
