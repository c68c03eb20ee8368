import type { SimulatedCluster } from '../world/host.ts';
import type { ManagedObject } from '../world/object.ts';
import { clusterConfiguration } from './cluster-configuration.ts';
import {
  boolean,
  data,
  integer,
  member,
  reference,
  references,
  since,
  string,
  strings,
  type Reference,
} from '../wire/value.ts';

/** Where an entity stands. `children` is live: it changes when the inventory does. */
export interface Place {
  readonly name: string;
  readonly parent: Reference | null;
  readonly children: readonly Reference[];
}

export function folder(self: Reference, place: Place): ManagedObject {
  return {
    ...self,
    properties: {
      ...entity(place),
      childType: () => strings(['Folder', 'Datacenter', 'ComputeResource']),
      childEntity: () => references(place.children),
    },
  };
}

export function datacenter(
  self: Reference,
  place: Omit<Place, 'children'>,
  folders: Readonly<Record<string, Reference>>,
): ManagedObject {
  const properties = Object.entries(folders).map(([name, target]) => [name, reference(target)]);
  return {
    ...self,
    properties: {
      ...entity(place),
      ...Object.fromEntries(properties),
      datastore: references([]),
      network: references([]),
    },
  };
}

export function computeResource(
  self: Reference,
  place: Place,
  { cluster, pool }: { readonly cluster: SimulatedCluster; readonly pool: Reference },
): ManagedObject {
  const isCluster = self.type === 'ClusterComputeResource';
  return {
    ...self,
    properties: {
      ...entity(place),
      resourcePool: reference(pool),
      host: () => references(place.children),
      datastore: references([]),
      network: references([]),
      summary: () =>
        data(isCluster ? 'ClusterComputeResourceSummary' : 'ComputeResourceSummary', {
          totalCpu: integer(0),
          totalMemory: integer(0, 'long'),
          numCpuCores: integer(0, 'short'),
          numCpuThreads: integer(0, 'short'),
          effectiveCpu: integer(0),
          effectiveMemory: integer(0, 'long'),
          numHosts: integer(place.children.length),
          numEffectiveHosts: integer(place.children.length),
          overallStatus: member('ManagedEntityStatus', 'green'),
        }),
      configurationEx: () => (isCluster ? clusterConfiguration(cluster) : undefined),
      lifecycleManaged: () => since('7.0.0.0', boolean(cluster.config.lifecycleManaged)),
      configManagerEnabled: () => since('8.0.0.0', boolean(cluster.config.configManagerEnabled)),
    },
  };
}

export function resourcePool(self: Reference, owner: Reference): ManagedObject {
  return {
    ...self,
    properties: {
      ...entity({ name: 'Resources', parent: owner }),
      owner: reference(owner),
      resourcePool: references([]),
      vm: references([]),
    },
  };
}

function entity({ name, parent }: Omit<Place, 'children'>): ManagedObject['properties'] {
  return {
    name: string(name),
    parent: parent === null ? undefined : reference(parent),
    overallStatus: member('ManagedEntityStatus', 'green'),
    configStatus: member('ManagedEntityStatus', 'green'),
    disabledMethod: strings([]),
    recentTask: references([]),
    alarmActionsEnabled: boolean(true),
  };
}
