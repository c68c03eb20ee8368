import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import type { ClusterSettings } from '../cluster-settings.ts';
import { booleanIn, mapped, morefsIn, oneOf, readAt } from '../property-value.ts';
import { clustersOwned, type Owner } from './owned-clusters.ts';
import {
  type ClusterContext,
  byCluster,
  CLUSTER,
  clustersIn,
  distinct,
  NOT_TOLD,
  ofCluster,
  readEach,
} from './reader.ts';

function setting(of: (settings: ClusterSettings) => string | boolean | null) {
  const fact = (settings: ClusterSettings): Reading<PropertyValue> => {
    const value = of(settings);
    return value === null ? unread(NOT_TOLD) : read(String(value));
  };
  return ofCluster(async (around, clusters) => {
    const settings = await around.clusterSettings(clusters);
    return new Map([...settings].map(([key, reading]) => [key, mapped(reading, fact)]));
  });
}

export const clusterHa = setting(({ ha }) => ha);
export const clusterDrs = setting(({ drs }) => drs);

function ownedBy(owner: Owner) {
  return ofCluster(async (around, clusters) => {
    const owned = await clustersOwned(around, clusters, owner);
    return new Map([...owned].map(([key, reading]) => [key, mapped(reading, (truth) => read(String(truth)))]));
  });
}

export const clusterImage = ownedBy('image');
export const clusterConfigurationProfile = ownedBy('configuration profile');

/**
 * How many other hosts of the cluster are connected and not in maintenance mode: they take over what runs on the host.
 * One of them that does not tell its state leaves the number unread. Absent for a host that stands alone.
 */
export const othersInService = byCluster(async (around, clusters) => {
  const objects = clustersIn(clusters.values());
  const members = await readEach(around, { type: CLUSTER, paths: ['host'], objects }, membersIn);
  const inService = await readStates(around, members);
  const countFor = (moid: string, cluster: Moref): Reading<string> =>
    mapped(members.get(morefKey(cluster)) ?? unread(NOT_TOLD), (all) => {
      // A list of hosts without this one is not that of its cluster.
      if (!all.some(({ value }) => value === moid)) return unread(NOT_TOLD);
      return countOf(all.filter(({ value }) => value !== moid).map((member) => inService.get(morefKey(member))));
    });
  return (moid, cluster) => mapped(cluster, (known) => countFor(moid, known));
});

function membersIn(content: ObjectContent): Reading<readonly Moref[]> {
  return readAt(content, 'host', morefsIn);
}

const CONNECTION = 'runtime.connectionState';
const MAINTENANCE = 'runtime.inMaintenanceMode';

function readStates(
  around: ClusterContext,
  members: ReadonlyMap<string, Reading<readonly Moref[]>>,
): Promise<ReadonlyMap<string, Reading<boolean>>> {
  const all = [...members.values()].flatMap((each) => (each.kind === 'read' ? each.value : []));
  return readEach(
    around,
    { type: 'HostSystem', paths: [CONNECTION, MAINTENANCE], objects: distinct(all) },
    inServiceIn,
  );
}

function inServiceIn(content: ObjectContent): Reading<boolean> {
  return mapped(readAt(content, CONNECTION, oneOf('connected', 'disconnected', 'notResponding')), (connection) =>
    mapped(readAt(content, MAINTENANCE, booleanIn), (maintenance) => read(connection === 'connected' && !maintenance)),
  );
}

function countOf(states: readonly (Reading<boolean> | undefined)[]): Reading<string> {
  let count = 0;
  for (const state of states) {
    if (state?.kind !== 'read') return state ?? unread(NOT_TOLD);
    if (state.value) count += 1;
  }
  return read(String(count));
}
