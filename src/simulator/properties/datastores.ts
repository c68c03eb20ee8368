import { createHash } from 'node:crypto';
import {
  arrayOf,
  boolean,
  data,
  integer,
  member,
  reference,
  type Reference,
  references,
  string,
  strings,
} from '../wire/value.ts';
import { hostReference, type SimulatedHost } from '../world/host.ts';
import type { ManagedObject } from '../world/objects.ts';

export const DATASTORE_BYTES = 2 ** 40;

/** The file system of a host's datastore; the first is local, the others are those of that name. */
export function volumeUuid({ spec }: SimulatedHost, name: string): string {
  const isLocal = spec.devices.datastores[0] === name;
  return createHash('md5')
    .update(isLocal ? `${spec.name} ${name}` : name)
    .digest('hex');
}

/** A datastore, and the hosts that may mount it. */
export interface Volume {
  readonly name: string;
  readonly uuid: string;
  readonly hosts: readonly SimulatedHost[];
}

/** One for each file system. vCenter numbers those whose name is taken: `local`, `local (1)`. */
export function volumesOf(hosts: readonly SimulatedHost[]): readonly (Volume & { readonly label: string })[] {
  const found = new Map<string, { name: string; uuid: string; hosts: SimulatedHost[] }>();
  for (const host of hosts) {
    for (const name of host.spec.devices.datastores) {
      const uuid = volumeUuid(host, name);
      const known = found.get(uuid) ?? { name, uuid, hosts: [] };
      known.hosts.push(host);
      found.set(uuid, known);
    }
  }
  const taken = new Map<string, number>();
  return [...found.values()].map((volume) => {
    const number = taken.get(volume.name) ?? 0;
    taken.set(volume.name, number + 1);
    return { ...volume, label: number === 0 ? volume.name : `${volume.name} (${number})` };
  });
}

/** A Datastore; half of it is free. */
export function datastore(
  self: Reference,
  { label, name, uuid, hosts }: Volume & { readonly label: string },
  parent: Reference,
): ManagedObject {
  const mounting = (): readonly SimulatedHost[] => hosts.filter(({ devices }) => devices.datastores.includes(name));
  const isAccessible = (): boolean => mounting().some(({ connection }) => connection === 'connected');
  return {
    ...self,
    properties: {
      name: string(label),
      parent: reference(parent),
      overallStatus: member('ManagedEntityStatus', 'green'),
      configStatus: member('ManagedEntityStatus', 'green'),
      disabledMethod: strings([]),
      recentTask: references([]),
      summary: () =>
        data('DatastoreSummary', {
          datastore: reference(self),
          name: string(label),
          url: string(`ds:///vmfs/volumes/${uuid}/`),
          capacity: integer(DATASTORE_BYTES, 'long'),
          freeSpace: integer(DATASTORE_BYTES / 2, 'long'),
          accessible: boolean(isAccessible()),
          multipleHostAccess: boolean(hosts.length > 1),
          type: string('VMFS'),
          maintenanceMode: string('normal'),
        }),
      host: () =>
        arrayOf(
          'DatastoreHostMount',
          mounting().map((host) =>
            data('DatastoreHostMount', { key: reference(hostReference(host)), mountInfo: mount(host, uuid) }),
          ),
        ),
      vm: () =>
        references(
          mounting().flatMap((host) =>
            host.vms.flatMap(({ id, spec }) =>
              isOn(host, spec.localDisk, name) ? [{ type: 'VirtualMachine', id }] : [],
            ),
          ),
        ),
    },
  };
}

function mount({ connection }: SimulatedHost, uuid: string) {
  return data('HostMountInfo', {
    path: string(`/vmfs/volumes/${uuid}`),
    accessMode: string('readWrite'),
    mounted: boolean(true),
    accessible: boolean(connection === 'connected'),
  });
}

/** A VM lies on the host's local datastore, or on the first that is shared. */
function isOn({ spec }: SimulatedHost, localDisk: boolean, name: string): boolean {
  return spec.devices.datastores[localDisk ? 0 : 1] === name;
}

/** What a host has mounted now. */
export function mountedDatastores({ volumes, devices }: SimulatedHost): readonly Reference[] {
  return volumes.filter(({ name }) => devices.datastores.includes(name)).map(({ self }) => self);
}
