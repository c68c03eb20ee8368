import type { Firewall } from '../model/firewall.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { asBoolean } from '../vim/element.ts';
import { fieldOf, structureOf } from '../vim/esxcli.ts';
import type { FirewallConfig } from './firewall-from.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { problemFromError } from './problem-from.ts';

/** Whether the firewall is on: only `esxcli network firewall get` tells (protocol.md 5.2). */
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
