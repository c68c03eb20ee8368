import { read, type Reading, unread } from '../model/reading.ts';
import {
  booleanOf,
  child,
  childrenNamed,
  descend,
  itemsOf,
  structureIn,
  textOf,
  type VimElement,
} from '../vim/element.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { eachOf, mapped, oneOf, readAt, readOptionalAt, textIn } from './property-value.ts';

export const VM_PATHS = ['name', 'runtime.powerState', 'config.hardware.device', 'config.managedBy'] as const;

/** The volumes that a host has mounted, by name: whether only this host has it. */
export type Volumes = ReadonlyMap<string, boolean>;

/** What decides whether DRS moves a VM, apart from the VM itself. */
export interface Ties {
  readonly volumes: Volumes;
  /** VMs that DRS treats otherwise than the cluster; null: the cluster does not tell. */
  readonly automation: ReadonlyMap<string, string> | null;
}

/** Agents that vCenter itself switches off and on again, such as vCLS. */
const AGENT_OWNER = 'com.vmware.vim.eam';

/**
 * The VM's name and why nothing moves it off its host; null when DRS does, or when it need not leave: one that is switched
 * off, an agent. `ties` null: the host stands alone, and from it nothing moves.
 */
export function stuckVm(content: ObjectContent, ties: Ties | null): Reading<string | null> {
  const power = readAt(content, 'runtime.powerState', oneOf('poweredOn', 'poweredOff', 'suspended'));
  return mapped(power, (state) => {
    if (state === 'poweredOff') return read(null);
    const owner = readOptionalAt(content, 'config.managedBy', (value) => textOf(value, 'extensionKey'));
    if (owner.kind === 'unread') return owner;
    if (owner.kind === 'read' && owner.value === AGENT_OWNER) return read(null);
    return mapped(ties === null ? read('the host stands alone') : reasonOf(content, ties), (why) =>
      read(why === null ? null : `${nameOf(content)} (${why})`),
    );
  });
}

function nameOf({ object, properties }: ObjectContent): string {
  const name = properties.get('name');
  return (name === undefined ? null : textIn(name)) ?? object.value;
}

/** A tie that was read is enough; that there is none takes all of them. */
function reasonOf(content: ObjectContent, { volumes, automation }: Ties): Reading<string | null> {
  const devices = readAt(content, 'config.hardware.device', (value) => {
    const listed = itemsOf(value, 'VirtualDevice');
    return listed === null || listed.length === 0 ? null : listed;
  });
  return mapped(devices, (listed) => {
    const ties = listed.map((device) => tieOf(device, volumes));
    const tie = ties.find((each) => each !== null && each !== FREE);
    if (tie !== undefined) return read(tie);
    if (ties.includes(null)) return unread(UNCLEAR_DEVICE);
    if (automation === null) return unread(UNCLEAR_AUTOMATION);
    const own = automation.get(content.object.value);
    return read(own === undefined || own === 'fullyAutomated' ? null : `DRS is ${own} for it`);
  });
}

const UNCLEAR_DEVICE = {
  code: 'unexpected-answer',
  detail: 'a device of a virtual machine does not tell what it is, or where it lies',
} as const;
const UNCLEAR_AUTOMATION = {
  code: 'unexpected-answer',
  detail: 'the cluster does not tell how DRS treats single virtual machines',
} as const;

/** A device that ties its VM to nothing. */
const FREE = '';

/** How a device ties its VM to the host; null when it does not tell. */
function tieOf(device: VimElement, volumes: Volumes): string | null {
  switch (device.xsiType) {
    case 'VirtualPCIPassthrough':
      return backingOf(device) === 'VirtualPCIPassthroughVmiopBackingInfo' ? 'has a vGPU' : HOST_DEVICE;
    case 'VirtualSriovEthernetCard':
      return HOST_DEVICE;
    case 'VirtualDisk':
      return tieOfFile(device, volumes, (datastore) => `on the local datastore ${datastore}`);
    case 'VirtualCdrom':
      return isConnected(device) ? tieOfCdrom(device, volumes) : FREE;
    // The base type is no kind of device.
    case 'VirtualDevice':
    case null:
      return null;
    default:
      return FREE;
  }
}

/** PCI passthrough, dynamic or not, and SR-IOV: none of it is moved while it runs. */
const HOST_DEVICE = 'has a device of the host';

const HOST_DRIVES: ReadonlySet<string> = new Set([
  'VirtualCdromAtapiBackingInfo',
  'VirtualCdromPassthroughBackingInfo',
]);

/** Drives of whoever looks at the console. With the others these are all backings of a VirtualCdrom that the API has. */
const CLIENT_DRIVES: ReadonlySet<string> = new Set([
  'VirtualCdromRemoteAtapiBackingInfo',
  'VirtualCdromRemotePassthroughBackingInfo',
]);

/** A drive of the host, or an image that only the host has; `[]` stands for a path of the host itself. */
function tieOfCdrom(device: VimElement, volumes: Volumes): string | null {
  const backing = backingOf(device);
  if (backing === null) return null;
  if (HOST_DRIVES.has(backing)) return 'its CD-ROM is a drive of the host';
  if (CLIENT_DRIVES.has(backing)) return FREE;
  return backing === 'VirtualCdromIsoBackingInfo'
    ? tieOfFile(device, volumes, () => 'its CD-ROM is an image that only this host has')
    : null;
}

/** A datastore that the host does not list may be any. */
function tieOfFile(device: VimElement, volumes: Volumes, words: (datastore: string) => string): string | null {
  const datastore = datastoreOf(device);
  if (datastore === null) return null;
  const isLocal = datastore === '' ? true : volumes.get(datastore);
  if (isLocal === undefined) return null;
  return isLocal ? words(datastore) : FREE;
}

/** A device that does not tell counts as connected. */
function isConnected(device: VimElement): boolean {
  return descend(device, 'connectable', 'connected')?.text !== 'false';
}

function backingOf(device: VimElement): string | null {
  return descend(device, 'backing')?.xsiType ?? null;
}

/** `[datastore] folder/file.vmdk` */
function datastoreOf(device: VimElement): string | null {
  return /^\[([^\]]*)\]/.exec(descend(device, 'backing', 'fileName')?.text ?? '')?.[1] ?? null;
}

/** The volumes in a HostFileSystemVolumeInfo; null as soon as one does not tell its kind, or a VMFS volume whether it is local. */
export function volumesIn(value: VimElement): Volumes | null {
  const info = structureIn(value);
  const volumes = info === null ? null : eachOf(childrenNamed(info, 'mountInfo'), volumeIn);
  if (volumes === null) return null;
  // Of two volumes with one name the local one counts.
  const byName = new Map<string, boolean>();
  for (const { name, isLocal } of volumes) byName.set(name, isLocal || byName.get(name) === true);
  return byName;
}

/**
 * `HostVmfsVolume.local` (5.5 and newer); other kinds of volumes are shared, or hold no virtual machines. One that is VMFS by
 * its `type` and is told as another kind is unclear.
 */
function volumeIn(mount: VimElement): { readonly name: string; readonly isLocal: boolean } | null {
  const volume = child(mount, 'volume');
  const name = volume === null ? null : textOf(volume, 'name');
  if (volume === null || name === null || volume.xsiType === null) return null;
  if (volume.xsiType !== 'HostVmfsVolume' && textOf(volume, 'type')?.trim().toUpperCase() === 'VMFS') return null;
  const isLocal = volume.xsiType === 'HostVmfsVolume' ? booleanOf(volume, 'local') : false;
  return isLocal === null ? null : { name, isLocal };
}
