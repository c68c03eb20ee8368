import { read, type Reading, unread } from '../../model/reading.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { booleanIn, mapped, morefsIn, oneOf, readAt } from '../property-value.ts';
import { type Around, CLUSTER, distinct } from './around.ts';
import { byCluster, clustersIn, NOT_TOLD } from './of-cluster.ts';
import { readEach } from './read-each.ts';

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
  around: Around,
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
