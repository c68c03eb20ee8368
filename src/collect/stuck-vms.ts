import { childrenNamed, descend, textOf, type VimElement } from '../vim/element.ts';
import type { ObjectContent } from '../vim/object-content.ts';

export const VM_PATHS = ['name', 'runtime.powerState', 'config.hardware.device', 'config.managedBy'] as const;

/** What decides whether DRS moves a VM, apart from the VM itself. */
export interface Ties {
  /** Names of datastores that only this host has. */
  readonly localDatastores: ReadonlySet<string>;
  /** VMs that DRS treats otherwise than the cluster. */
  readonly automation: ReadonlyMap<string, string>;
}

/** Agents that vCenter itself switches off and on again, such as vCLS. */
const AGENT_OWNER = 'com.vmware.vim.eam';

/** The VM's name and why DRS does not move it; null when it does, or when it is switched off. */
export function stuckVm(content: ObjectContent, { localDatastores, automation }: Ties): string | null {
  if (!isMoved(content)) return null;
  const { object, properties } = content;
  const devices = properties.get('config.hardware.device');
  if (!tellsOfVm(content) || devices === undefined) return named(content, 'could not be read');
  const tie = devices.children.map((device) => tieOf(device, localDatastores)).find((each) => each !== null);
  if (tie !== undefined) return named(content, tie);
  const own = automation.get(object.value);
  return own === undefined || own === 'fullyAutomated' ? null : named(content, `DRS is ${own} for it`);
}

/** The VM's name and the reason that holds all VMs of a host; null for one that is switched off. */
export function runningVm(content: ObjectContent, why: string): string | null {
  return isMoved(content) ? named(content, why) : null;
}

/** Whether the VM tells enough to be judged. */
export function tellsOfVm({ properties }: ObjectContent): boolean {
  const power = properties.get('runtime.powerState')?.text;
  return power === 'poweredOff' || (power !== undefined && properties.has('config.hardware.device'));
}

/** Whether it has to leave a host that is to be emptied: agents are switched off instead. */
function isMoved({ properties }: ObjectContent): boolean {
  const owner = properties.get('config.managedBy');
  if (owner !== undefined && textOf(owner, 'extensionKey') === AGENT_OWNER) return false;
  return properties.get('runtime.powerState')?.text !== 'poweredOff';
}

function named({ object, properties }: ObjectContent, why: string): string {
  return `${properties.get('name')?.text ?? object.value} (${why})`;
}

/** How a device ties its VM to the host; null when it does not. */
function tieOf(device: VimElement, localDatastores: ReadonlySet<string>): string | null {
  switch (device.xsiType) {
    case 'VirtualPCIPassthrough':
      return backingOf(device) === 'VirtualPCIPassthroughVmiopBackingInfo' ? 'has a vGPU' : HOST_DEVICE;
    case 'VirtualSriovEthernetCard':
      return HOST_DEVICE;
    case 'VirtualDisk': {
      const datastore = datastoreOf(device);
      return datastore !== null && localDatastores.has(datastore) ? `on the local datastore ${datastore}` : null;
    }
    case 'VirtualCdrom':
      return isConnected(device) ? tieOfCdrom(device, localDatastores) : null;
    case null:
    default:
      return null;
  }
}

/** PCI passthrough, dynamic or not, and SR-IOV: none of it is moved while it runs. */
const HOST_DEVICE = 'has a device of the host';

const HOST_DRIVES: ReadonlySet<string | null> = new Set([
  'VirtualCdromAtapiBackingInfo',
  'VirtualCdromPassthroughBackingInfo',
]);

/** A drive of the host, or an image that only the host has; `[]` stands for a path of the host itself. */
function tieOfCdrom(device: VimElement, localDatastores: ReadonlySet<string>): string | null {
  const backing = backingOf(device);
  if (HOST_DRIVES.has(backing)) return 'its CD-ROM is a drive of the host';
  if (backing !== 'VirtualCdromIsoBackingInfo') return null;
  const datastore = datastoreOf(device);
  const isLocal = datastore !== null && (datastore === '' || localDatastores.has(datastore));
  return isLocal ? 'its CD-ROM is an image that only this host has' : null;
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

/** Names of the mounted VMFS volumes that are local to a host (`HostVmfsVolume.local`, 5.5 and newer). */
export function localDatastoresIn(fileSystemVolume: VimElement): ReadonlySet<string> {
  const volumes = childrenNamed(fileSystemVolume, 'mountInfo').map((mount) => descend(mount, 'volume'));
  return new Set(
    volumes.flatMap((volume) =>
      volume !== null && textOf(volume, 'local') === 'true' ? [textOf(volume, 'name') ?? ''] : [],
    ),
  );
}
