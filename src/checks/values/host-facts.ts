import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import type { FactType } from '../../model/property-fact.ts';
import { isPropertyFact, PROPERTY_FACT_NAMES, PROPERTY_FACTS } from '../../model/property-facts.ts';

/** A fact of the host's identity and state that conditions may name. */
export interface HostFact {
  readonly name: string;
  readonly type: FactType;
  readonly description: string;
  readonly of: (host: Host) => string | boolean | null;
}

function fact(name: string, type: HostFact['type'], description: string, of: HostFact['of']): HostFact {
  return { name, type, description, of };
}

/** Every host fact, in the order in which people should see them. */
export const HOST_FACTS: readonly HostFact[] = [
  fact('host.name', 'text', 'Name in the inventory.', (host) => host.name),
  fact('host.vendor', 'text', 'Hardware vendor, such as HP, HPE or Dell Inc.', (host) => host.vendor),
  fact('host.model', 'text', 'Hardware model, such as ProLiant DL380p Gen8.', (host) => host.model),
  fact('host.cpuModel', 'text', 'Processor, as its maker names it.', (host) => host.cpuModel),
  fact('host.serial', 'text', 'Serial number of the server.', (host) => host.serial),
  fact('host.uuid', 'text', 'Hardware UUID.', (host) => host.uuid),
  fact(
    'host.biosVersion',
    'text',
    'BIOS version; on ProLiant it begins with the ROM family.',
    (host) => host.biosVersion,
  ),
  fact('host.biosReleaseDate', 'text', 'Date of the BIOS, ISO 8601.', (host) => host.biosReleaseDate),
  fact('host.version', 'version', 'ESXi version, such as 6.5.0.', (host) => host.version),
  fact('host.build', 'integer', 'ESXi build number; build order is not branch order.', (host) => host.build),
  fact('host.release', 'text', 'Release that the catalog names for the build.', (host) => host.release),
  fact('host.released', 'text', 'When that release came out, ISO 8601, by the catalog.', (host) => host.released),
  fact('host.datacenter', 'text', 'Name of the datacenter.', (host) => host.datacenter),
  fact('host.cluster', 'text', 'Name of the cluster; absent for a standalone host.', (host) => host.cluster),
  fact('host.computeResource', 'text', 'Name of the cluster or compute resource.', (host) => host.computeResource),
  fact('host.folder', 'text', 'Path of folders above the compute resource.', (host) => host.folder),
  fact('host.connectionState', 'text', 'connected, disconnected or notResponding.', (host) => host.connectionState),
  fact('host.powerState', 'text', 'poweredOn, poweredOff, standBy or unknown.', (host) => host.powerState),
  fact('host.standbyMode', 'text', 'none, entering, exiting or in.', (host) => host.standbyMode),
  fact(
    'host.inMaintenanceMode',
    'boolean',
    'Whether the host is in maintenance mode.',
    (host) => host.inMaintenanceMode,
  ),
  fact('host.bootTime', 'text', 'When the host booted, ISO 8601.', (host) => host.bootTime),
  fact('host.managementServerIp', 'text', 'The vCenter that manages the host.', (host) => host.managementServerIp),
];

const BY_NAME: ReadonlyMap<string, HostFact> = new Map(HOST_FACTS.map((fact) => [fact.name, fact]));

export function hostFact(name: string): HostFact | undefined {
  return BY_NAME.get(name);
}

/** A fact that code names itself. Throws for a name that is none. */
export function requireHostFact(name: string): HostFact {
  const fact = BY_NAME.get(name);
  if (fact === undefined) throw new Error(`${name} is no fact`);
  return fact;
}

/** Every name that a `property` check may give. */
export const FACT_NAMES: readonly string[] = [...BY_NAME.keys(), ...PROPERTY_FACT_NAMES];

/** How a host fact or property fact is compared; null for a name that is none. */
export function factType(name: string): FactType | null {
  if (isPropertyFact(name)) return PROPERTY_FACTS[name].type;
  return BY_NAME.get(name)?.type ?? null;
}

/** The property that tells a fact, where it is one that `Host.unread` may speak of. */
const PATH_OF: Readonly<Record<string, string>> = {
  'host.name': 'name',
  'host.vendor': 'summary.hardware',
  'host.model': 'summary.hardware',
  'host.cpuModel': 'summary.hardware',
  'host.uuid': 'summary.hardware.uuid',
  'host.serial': 'hardware.systemInfo',
  'host.biosVersion': 'hardware.biosInfo',
  'host.biosReleaseDate': 'hardware.biosInfo',
  'host.version': 'summary.config.product',
  'host.build': 'summary.config.product',
  'host.release': 'summary.config.product',
  'host.released': 'summary.config.product',
  'host.cluster': 'summary.managementServerIp',
  'host.computeResource': 'summary.managementServerIp',
  'host.connectionState': 'runtime.connectionState',
  'host.powerState': 'runtime.powerState',
  'host.standbyMode': 'runtime.standbyMode',
  'host.inMaintenanceMode': 'runtime.inMaintenanceMode',
  'host.bootTime': 'runtime.bootTime',
  'host.managementServerIp': 'summary.managementServerIp',
};

function whyUnread(name: string, { unread: why = {} }: Host): Problem | undefined {
  const path = PATH_OF[name] ?? '';
  // The UUID is one member of a structure, and can be of no use where the rest was told.
  return why[path] ?? (name === 'host.uuid' ? why['summary.hardware'] : undefined);
}

/** A null is never evidence, but for the cluster of a host whose compute resource is known: it stands alone. */
export function readHostFact(fact: HostFact, host: Host): Reading<string> {
  const value = fact.of(host);
  const own = whyUnread(fact.name, host);
  // The id of a host that did not tell its name is not its name.
  if (fact.name === 'host.name' && own !== undefined) return unread(own);
  if (value !== null) return read(String(value));
  if (fact.name === 'host.cluster' && host.computeResource !== null) return ABSENT;
  return unread(host.trouble ?? own ?? { code: 'not-reported', detail: `${fact.name} was not reported` });
}
