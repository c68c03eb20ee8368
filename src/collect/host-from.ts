import type { ConnectionState, Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import { asBoolean, child, childrenNamed, textOf, type VimElement } from '../vim/element.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import type { InventoryHost } from './inventory.ts';
import { problemFromFault } from './problem-from.ts';

/** What identity and state need: a few KB a host, present for disconnected hosts too where vCenter remembers it. */
export const HOST_PATHS = [
  'runtime.connectionState',
  'runtime.powerState',
  'runtime.standbyMode',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'summary.hardware',
  'summary.config.product',
  'summary.managementServerIp',
  'hardware.biosInfo',
  'hardware.systemInfo',
] as const;

/** Keys of identifying info that hold the serial number where `serialNumber` (6.7 and newer) is missing, best first. */
const SERIAL_KEYS = ['SerialNumberTag', 'ServiceTag', 'EnclosureSerialNumberTag'];

export interface HostSource {
  readonly target: string;
  /** `instanceUuid` of the vCenter; null for a direct ESXi host, which its hardware UUID identifies. */
  readonly targetIdentity: string | null;
  readonly releaseName: (build: string) => string | null;
  /** ISO 8601; without it no host has a date. */
  readonly releaseDate?: (build: string) => string | null;
}

/** One host from the properties that the server gave; whatever it did not give is null. */
export function hostFrom(listed: InventoryHost, content: ObjectContent, source: HostSource): Host {
  const { properties } = content;
  const hardware = properties.get('summary.hardware');
  const product = properties.get('summary.config.product');
  const bios = properties.get('hardware.biosInfo');
  const build = inside(product, 'build');
  const uuid = inside(hardware, 'uuid');
  return {
    id: `${source.targetIdentity ?? uuid ?? source.target}/${listed.object.value}`,
    moid: listed.object.value,
    name: listed.name,
    target: source.target,
    uuid,
    serial: serialOf(properties.get('hardware.systemInfo')) ?? serialOf(hardware),
    ...placeIn(listed, properties.get('summary.managementServerIp')?.text ?? null, source),
    vendor: inside(hardware, 'vendor'),
    model: inside(hardware, 'model'),
    cpuModel: inside(hardware, 'cpuModel'),
    biosVersion: inside(bios, 'biosVersion'),
    biosReleaseDate: inside(bios, 'releaseDate'),
    version: inside(product, 'version'),
    build,
    release: build === null ? null : source.releaseName(build),
    released: build === null ? null : (source.releaseDate?.(build) ?? null),
    ...stateFrom(content),
  };
}

/** An ESXi host that is asked directly stands alone by its own word, whatever cluster its vCenter has it in. */
function placeIn({ place }: InventoryHost, managementServerIp: string | null, { targetIdentity }: HostSource) {
  const isManaged = targetIdentity === null && managementServerIp !== null && managementServerIp !== '';
  return isManaged ? { ...place, cluster: null, computeResource: null } : place;
}

function inside(parent: VimElement | undefined, name: string): string | null {
  const text = parent === undefined ? null : textOf(parent, name);
  return text === null || text.trim() === '' ? null : text.trim();
}

function serialOf(hardware: VimElement | undefined): string | null {
  if (hardware === undefined) return null;
  const stated = inside(hardware, 'serialNumber');
  if (stated !== null) return stated;
  const tags = new Map<string | null, string | null>();
  for (const info of childrenNamed(hardware, 'otherIdentifyingInfo')) {
    tags.set(inside(child(info, 'identifierType') ?? undefined, 'key'), inside(info, 'identifierValue'));
  }
  return SERIAL_KEYS.map((key) => tags.get(key) ?? null).find((value) => value !== null) ?? null;
}

type HostState = Pick<
  Host,
  'connectionState' | 'powerState' | 'standbyMode' | 'inMaintenanceMode' | 'bootTime' | 'managementServerIp' | 'trouble'
>;

function stateFrom(content: ObjectContent): HostState {
  const { properties } = content;
  const text = (path: string): string | null => properties.get(path)?.text ?? null;
  const maintenance = properties.get('runtime.inMaintenanceMode');
  const connectionState = connectionStateFrom(text('runtime.connectionState'));
  const powerState = text('runtime.powerState');
  return {
    connectionState,
    powerState,
    standbyMode: text('runtime.standbyMode'),
    inMaintenanceMode: maintenance === undefined ? null : asBoolean(maintenance.text),
    bootTime: text('runtime.bootTime'),
    managementServerIp: text('summary.managementServerIp'),
    trouble: troubleOf(content, connectionState, powerState),
  };
}

function connectionStateFrom(text: string | null): ConnectionState | null {
  return text === 'connected' || text === 'disconnected' || text === 'notResponding' ? text : null;
}

function troubleOf(
  { missing }: ObjectContent,
  connection: ConnectionState | null,
  power: string | null,
): Problem | null {
  if (power === 'standBy') return { code: 'standby', detail: 'the host is in standby' };
  switch (connection) {
    case 'connected':
      return null;
    case 'disconnected':
      return { code: 'disconnected', detail: 'the host is disconnected from vCenter' };
    case 'notResponding':
      return { code: 'not-responding', detail: 'the host does not respond to vCenter' };
    case null: {
      const fault = missing.get('runtime.connectionState');
      if (fault !== undefined) return problemFromFault(fault);
      return { code: 'not-reported', detail: 'vCenter did not tell the connection state of the host' };
    }
  }
}
