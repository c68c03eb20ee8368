import type { PropertyValue } from '../../model/facts.ts';
import { type Reading, unread } from '../../model/reading.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import { type Around, distinct } from './around.ts';
import { mapped } from '../property-value.ts';
import type { GatheredReader } from './reader.ts';

/** What is known of clusters, by key. */
type ByCluster = ReadonlyMap<string, Reading<PropertyValue>>;

/** The cluster of every host by the host's managed object id; absent for one that stands alone. */
type Clusters = ReadonlyMap<string, Reading<Moref>>;
type Answer = (moid: string, cluster: Reading<Moref>) => Reading<PropertyValue>;

/** A fact that rests on the host's cluster: `gather` sees the clusters of all hosts at once, and then answers for each. */
export function byCluster(gather: (around: Around, clusters: Clusters) => Promise<Answer>): GatheredReader {
  return {
    kind: 'gathered',
    paths: ['parent'],
    since: null,
    begin: (around) => {
      const clusters = new Map<string, Reading<Moref>>();
      return {
        note: (host, content) => {
          clusters.set(host.moid, around.clusterOf(content));
        },
        finish: async () => {
          const answer = await gather(around, clusters);
          return new Map([...clusters].map(([moid, cluster]) => [moid, answer(moid, cluster)]));
        },
      };
    },
  };
}

/** A fact of the cluster that a host is in, the same for all its hosts; absent for a host that stands alone. */
export function ofCluster(gather: (around: Around, clusters: readonly Moref[]) => Promise<ByCluster>): GatheredReader {
  return byCluster(async (around, clusters) => {
    const found = await gather(around, clustersIn(clusters.values()));
    return (_moid, cluster) => mapped(cluster, (known) => found.get(morefKey(known)) ?? unread(NOT_TOLD));
  });
}

/** Those that are known, each once. */
export function clustersIn(clusters: Iterable<Reading<Moref>>): readonly Moref[] {
  return distinct([...clusters].flatMap((cluster) => (cluster.kind === 'read' ? [cluster.value] : [])));
}

export const NOT_TOLD = { code: 'not-reported', detail: 'the cluster does not tell' } as const;
