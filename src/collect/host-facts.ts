import { uuidIn } from '../model/hardware-identity.ts';
import type { ConnectionState, Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import { asMoment, isTold, structureIn, textOf, type VimElement } from '../vim/element.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { serialOf } from './hardware-ids.ts';
import type { InventoryHost } from './inventory.ts';
import { booleanIn, type Decode, faultAt, oneOf, readAt, readOptionalAt, textIn } from './property-value.ts';

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

type HostPath = (typeof HOST_PATHS)[number];

const CONNECTION = 'runtime.connectionState';
const MANAGER = 'summary.managementServerIp';

/** The one place that says of what kind each of these properties is. */
const DECODERS = {
  'runtime.connectionState': oneOf('connected', 'disconnected', 'notResponding'),
  'runtime.powerState': oneOf('poweredOn', 'poweredOff', 'standBy', 'unknown'),
  'runtime.standbyMode': oneOf('none', 'entering', 'exiting', 'in'),
  'runtime.inMaintenanceMode': booleanIn,
  'runtime.bootTime': timeIn,
  'summary.hardware': structureIn,
  'summary.config.product': productIn,
  'summary.managementServerIp': textIn,
  'hardware.biosInfo': structureIn,
  'hardware.systemInfo': structureIn,
} as const satisfies Readonly<Record<HostPath, Decode<unknown>>>;

/** `8.0.3`, as every release of ESXi writes it, and the number of a build. */
const VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/;
const BUILD = /^\d{1,12}$/;

/** AboutInfo of a host. Rules go by the version: one that is none is not the version of anything older or newer. */
function productIn(value: VimElement): VimElement | null {
  const product = structureIn(value);
  if (product === null) return null;
  const isOdd = (name: string, form: RegExp): boolean =>
    isTold(product, name) && !form.test(inside(product, name) ?? '');
  return isOdd('version', VERSION) || isOdd('build', BUILD) ? null : product;
}

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
  const hardware = valueAt(content, 'summary.hardware');
  const product = valueAt(content, 'summary.config.product');
  const bios = valueAt(content, 'hardware.biosInfo');
  const build = inside(product, 'build');
  const stated = inside(hardware, 'uuid');
  const uuid = uuidIn(stated);
  return {
    id: `${source.targetIdentity ?? uuid ?? source.target}/${listed.object.value}`,
    moid: listed.object.value,
    name: listed.name,
    target: source.target,
    uuid,
    serial: serialOf(valueAt(content, 'hardware.systemInfo')) ?? serialOf(hardware),
    ...placeIn(listed, content, source),
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
    ...(listed.tags === undefined ? {} : { tags: listed.tags }),
    ...(listed.attributes === undefined ? {} : { attributes: listed.attributes }),
    ...unreadIn(listed, content, uuid === null ? stated : null),
  };
}

const UUID_PATH = 'summary.hardware.uuid';

function placeholderUuid(uuid: string): Problem {
  const detail = `the hardware UUID ${uuid} is one that several boards have, so it tells no host from another`;
  return { code: 'not-reported', detail, path: UUID_PATH };
}

const NAMELESS: Problem = {
  code: 'not-reported',
  detail: 'the server returned no value the name of the host',
  path: 'name',
};

/**
 * Why what is null is null, and whether an id stands for the name. A property that may be left out and was is none of them.
 * `sharedUuid` is a hardware UUID that is none.
 */
function unreadIn(
  { isNameless, unreadLabels = {} }: InventoryHost,
  content: ObjectContent,
  sharedUuid: string | null,
): Pick<Host, 'unread'> {
  const unread = HOST_PATHS.flatMap((path) => {
    const reading =
      path === MANAGER ? readOptionalAt(content, path, textIn) : readAt<unknown>(content, path, DECODERS[path]);
    return reading.kind === 'unread' ? [[path, reading.problem] as const] : [];
  });
  const all = [
    ...(isNameless === true ? [['name', NAMELESS] as const] : []),
    ...unread,
    ...(sharedUuid === null ? [] : [[UUID_PATH, placeholderUuid(sharedUuid)] as const]),
    ...Object.entries(unreadLabels),
  ];
  return all.length === 0 ? {} : { unread: Object.fromEntries(all) };
}

/** What was read; null for everything else. */
function valueAt<Path extends HostPath>(
  content: ObjectContent,
  path: Path,
): ReturnType<(typeof DECODERS)[Path]> | null {
  const reading = readAt<unknown>(content, path, DECODERS[path]);
  return reading.kind === 'read' ? (reading.value as ReturnType<(typeof DECODERS)[Path]>) : null;
}

/**
 * An ESXi host that is asked directly stands alone by its own word, whatever cluster its vCenter has it in: only one that
 * no vCenter manages is known to be in none.
 */
function placeIn({ place }: InventoryHost, content: ObjectContent, { targetIdentity }: HostSource) {
  if (targetIdentity !== null) return place;
  const isAlone = readOptionalAt(content, MANAGER, textIn).kind === 'absent';
  return isAlone ? place : { ...place, cluster: null, computeResource: null };
}

function inside(parent: VimElement | null, name: string): string | null {
  const text = parent === null ? null : textOf(parent, name);
  return text === null || text.trim() === '' ? null : text.trim();
}

type HostState = Pick<
  Host,
  'connectionState' | 'powerState' | 'standbyMode' | 'inMaintenanceMode' | 'bootTime' | 'managementServerIp' | 'trouble'
>;

function stateFrom(content: ObjectContent): HostState {
  const connectionState = valueAt(content, CONNECTION);
  const powerState = valueAt(content, 'runtime.powerState');
  return {
    connectionState,
    powerState,
    standbyMode: valueAt(content, 'runtime.standbyMode'),
    inMaintenanceMode: valueAt(content, 'runtime.inMaintenanceMode'),
    bootTime: valueAt(content, 'runtime.bootTime'),
    managementServerIp: valueAt(content, MANAGER),
    trouble: troubleOf(content, connectionState, powerState),
  };
}

/** As the server wrote it. */
function timeIn(value: VimElement): string | null {
  const text = textIn(value);
  return text === null || asMoment(text) === null ? null : text;
}

function troubleOf(content: ObjectContent, connection: ConnectionState | null, power: string | null): Problem | null {
  if (power === 'standBy') return { code: 'standby', detail: 'the host is in standby' };
  switch (connection) {
    case 'connected':
      return null;
    case 'disconnected':
      return { code: 'disconnected', detail: 'the host is disconnected from vCenter' };
    case 'notResponding':
      return { code: 'not-responding', detail: 'the host does not respond to vCenter' };
    case null: {
      const fault = faultAt(content, CONNECTION);
      if (fault?.kind === 'unread') return fault.problem;
      return {
        code: 'not-reported',
        detail: 'vCenter did not tell the connection state of the host',
        path: CONNECTION,
      };
    }
  }
}
