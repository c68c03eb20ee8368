import { childrenNamed, descend, textOf, type VimElement } from '../../vim/element.ts';
import type { ObjectContent } from '../../vim/object-content.ts';

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
export function stuckVm({ object, properties }: ObjectContent, { localDatastores, automation }: Ties): string | null {
  const power = properties.get('runtime.powerState')?.text;
  const owner = properties.get('config.managedBy');
  if (power === 'poweredOff' || (owner !== undefined && textOf(owner, 'extensionKey') === AGENT_OWNER)) return null;
  const name = properties.get('name')?.text ?? object.value;
  const devices = properties.get('config.hardware.device');
  if (power === undefined || devices === undefined) return `${name} (could not be read)`;
  const list = devices.children;
  if (list.some(isPassthrough)) return `${name} (has a device of the host)`;
  const datastore = list.map(datastoreOf).find((each) => each !== null && localDatastores.has(each));
  if (datastore !== undefined) return `${name} (on the local datastore ${datastore})`;
  const own = automation.get(object.value);
  return own === undefined || own === 'fullyAutomated' ? null : `${name} (DRS is ${own} for it)`;
}

/** PCI passthrough, dynamic or not, vGPU and SR-IOV: none of it is moved while it runs. */
function isPassthrough({ xsiType }: VimElement): boolean {
  return xsiType === 'VirtualPCIPassthrough' || xsiType === 'VirtualSriovEthernetCard';
}

/** `[datastore] folder/file.vmdk` */
function datastoreOf(device: VimElement): string | null {
  if (device.xsiType !== 'VirtualDisk') return null;
  return /^\[([^\]]+)\]/.exec(descend(device, 'backing', 'fileName')?.text ?? '')?.[1] ?? null;
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
