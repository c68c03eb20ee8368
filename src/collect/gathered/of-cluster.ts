import type { PropertyValue } from '../../model/facts.ts';
import { type Reading, unread } from '../../model/reading.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import { type Around, distinct } from './around.ts';
import { type GatheredReader, mapped } from './reader.ts';

/** What is known of clusters, by key. */
type ByCluster = ReadonlyMap<string, Reading<PropertyValue>>;

/** A fact of the cluster that a host is in, the same for all its hosts; absent for a host that stands alone. */
export function ofCluster(gather: (around: Around, clusters: readonly Moref[]) => Promise<ByCluster>): GatheredReader {
  return {
    kind: 'gathered',
    paths: ['parent'],
    since: null,
    begin: (around) => {
      const clusters = new Map<string, Reading<Moref>>();
      return {
        note: (host, content) => {
          clusters.set(host.moid, around.clusterOf(host, content));
        },
        finish: async () => {
          const found = await gather(around, clustersIn(clusters.values()));
          const factOf = (cluster: Moref): Reading<PropertyValue> => found.get(morefKey(cluster)) ?? unread(NOT_TOLD);
          return new Map([...clusters].map(([moid, cluster]) => [moid, mapped(cluster, factOf)]));
        },
      };
    },
  };
}

/** Those that are known, each once. */
export function clustersIn(clusters: Iterable<Reading<Moref>>): readonly Moref[] {
  return distinct([...clusters].flatMap((cluster) => (cluster.kind === 'read' ? [cluster.value] : [])));
}

export const NOT_TOLD = { code: 'not-reported', detail: 'the cluster does not tell' } as const;
