import type { SimulatedHost } from './host.ts';

/** HA as one host sees it (protocol.md 6.3); null when it is no member. */
export function haStateOf(host: SimulatedHost): string | null {
  const { cluster } = host;
  if (!cluster.config.ha || host.inMaintenanceMode || host.connection !== 'connected') return null;
  if (host.ha !== 'connected') return host.ha;
  return host === cluster.members.find(isMaster) ? 'master' : 'connectedToMaster';
}

function isMaster({ ha, inMaintenanceMode, connection }: SimulatedHost): boolean {
  return ha === 'connected' && !inMaintenanceMode && connection === 'connected';
}

/** The name of a host's vSAN fault domain: a stretched cluster has two, a plain one none. */
export function faultDomainOf(host: SimulatedHost): string {
  if (host.cluster.config.vsan !== 'stretched') return '';
  return host.cluster.members.indexOf(host) % 2 === 0 ? 'Preferred' : 'Secondary';
}
