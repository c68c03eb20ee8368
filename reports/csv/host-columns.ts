import type { ScannedHost } from '../../src/model/scan.ts';
import type { CsvColumn } from './write.ts';

/** Who and where a host is: the columns that every CSV begins with, in this order. */
export const HOST_COLUMNS: readonly CsvColumn<ScannedHost>[] = [
  { name: 'host', valueOf: (host) => host.name },
  { name: 'target', valueOf: (host) => host.target },
  { name: 'datacenter', valueOf: (host) => host.datacenter },
  { name: 'cluster', valueOf: (host) => host.cluster },
  { name: 'host_id', valueOf: (host) => host.id },
  { name: 'uuid', valueOf: (host) => host.uuid },
  { name: 'serial', valueOf: (host) => host.serial },
  { name: 'vendor', valueOf: (host) => host.vendor },
  { name: 'model', valueOf: (host) => host.model },
  { name: 'version', valueOf: (host) => host.version },
  { name: 'build', valueOf: (host) => host.build },
  { name: 'release', valueOf: (host) => host.release },
  { name: 'connection_state', valueOf: (host) => host.connectionState },
  { name: 'in_maintenance_mode', valueOf: (host) => host.inMaintenanceMode },
  { name: 'boot_time', valueOf: (host) => host.bootTime },
];
