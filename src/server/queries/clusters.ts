import type { Queryable } from '../database/queryable.ts';
import type { HostCounts } from './estate.ts';
import { NEWEST, rowsOf, type View } from './view.ts';

/** One cluster of a vCenter, as of its last judgement; `cluster` is '' for hosts outside of clusters. */
export interface ClusterState extends HostCounts {
  readonly cluster: string;
  readonly day: string;
}

const MOST_CLUSTERS = 1000;

/** The clusters of a vCenter that the reader sees, those with most failing hosts first. */
export function clustersOf(db: Queryable, view: View, target: number): Promise<readonly ClusterState[]> {
  return clusters(db, view, 'newest.id = $5', [target]);
}

/** One cluster; none where there is none, or the reader does not see it. */
export async function oneCluster(
  db: Queryable,
  view: View,
  { target, cluster }: { readonly target: number; readonly cluster: string },
): Promise<ClusterState | null> {
  const [found] = await clusters(db, view, 'newest.id = $5 AND tally.cluster = $6', [target, cluster]);
  return found ?? null;
}

function clusters(
  db: Queryable,
  view: View,
  which: string,
  values: readonly unknown[],
): Promise<readonly ClusterState[]> {
  return rowsOf<ClusterState>(
    db,
    view,
    `, ${NEWEST}
      SELECT tally.cluster, tally.day::text, tally.hosts, tally.failing, tally.unknowing, tally.warned, tally.passing
      FROM newest JOIN tally_cluster tally ON tally.target = newest.id AND tally.day = newest.day
      WHERE ${which}
      ORDER BY tally.failing DESC, tally.unknowing DESC, tally.cluster LIMIT ${MOST_CLUSTERS}`,
    values,
  );
}
