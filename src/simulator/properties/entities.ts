import { boolean, data, member, reference, type Reference, references, since, string, strings } from '../wire/value.ts';
import type { SimulatedCluster, SimulatedHost } from '../world/host.ts';
import type { ManagedObject } from '../world/objects.ts';
import { capacityOf, clusterConfiguration, oldClusterConfiguration } from './cluster.ts';
import { mountedDatastores } from './datastores.ts';

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
  place: Omit<Place, 'children'> & { readonly hosts: readonly SimulatedHost[] },
  folders: Readonly<Record<string, Reference>>,
): ManagedObject {
  const properties = Object.entries(folders).map(([name, target]) => [name, reference(target)]);
  return {
    ...self,
    properties: {
      ...entity(place),
      ...Object.fromEntries(properties),
      datastore: () => references(distinct(place.hosts)),
      network: references([]),
    },
  };
}

/** What any of the hosts has mounted. */
function distinct(hosts: readonly SimulatedHost[]): readonly Reference[] {
  return [...new Map(hosts.flatMap(mountedDatastores).map((each) => [each.id, each])).values()];
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
      datastore: () => references(distinct(cluster.members)),
      network: references([]),
      summary: () =>
        data(isCluster ? 'ClusterComputeResourceSummary' : 'ComputeResourceSummary', {
          ...capacityOf(cluster.members),
          overallStatus: member('ManagedEntityStatus', 'green'),
        }),
      configuration: () => (isCluster ? oldClusterConfiguration(cluster) : undefined),
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
