import type { PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { isAtLeast } from '../../vim/version.ts';
import { booleanIn, mapped, orWhenAbsent, readOptionalAt } from '../property-value.ts';
import { CLUSTER, type ClusterContext, clustersIn, type GatheredReader, NOT_TOLD, readEach } from './reader.ts';

/** What may own the hosts of a cluster: their software, or their settings. */
export type Owner = 'image' | 'configuration profile';

/** The property of a cluster that tells, and the API version that has it. */
const PROPERTIES = {
  image: { path: 'lifecycleManaged', since: '7.0.0.0' },
  'configuration profile': { path: 'configManagerEnabled', since: '8.0.0.0' },
} as const;

type Owned = ReadonlyMap<string, Reading<boolean>>;

/** Asked once a target: all facts are about the clusters of the same hosts. */
const shared = new WeakMap<ClusterContext, Map<Owner, Promise<Owned>>>();

/**
 * Whether something owns the hosts of these clusters, by key. A server older than the property has no such owner, and asking it
 * would fault the whole call (docs/internals/wire.md 2.4). Unset means that there is none.
 */
export function clustersOwned(around: ClusterContext, clusters: readonly Moref[], owner: Owner): Promise<Owned> {
  const asked = shared.get(around) ?? new Map<Owner, Promise<Owned>>();
  const owned = asked.get(owner) ?? readOwned(around, clusters, owner);
  asked.set(owner, owned);
  shared.set(around, asked);
  return owned;
}

function readOwned(around: ClusterContext, objects: readonly Moref[], owner: Owner): Promise<Owned> {
  const { path, since } = PROPERTIES[owner];
  if (!isAtLeast(around.session.apiVersion, since)) {
    return Promise.resolve(new Map(objects.map((cluster) => [morefKey(cluster), read(false)])));
  }
  return readEach(around, { type: CLUSTER, paths: [path], objects }, (content) =>
    orWhenAbsent(readOptionalAt(content, path, booleanIn), false),
  );
}

/** A fact of hosts that something owns. */
export interface OwnedFact<Words> {
  readonly owner: Owner;
  /** What is asked about the clusters that have the owner; nothing where none has. */
  readonly ask: (around: ClusterContext, clusters: readonly Moref[]) => Promise<Words>;
  /** What that makes of a host, and of its cluster by key. */
  readonly from: (host: Host, cluster: string, words: Words) => Reading<PropertyValue>;
}

/** Absent for a host that stands alone, and for one that nothing owns. */
export function ofOwned<Words>({ owner, ask, from }: OwnedFact<Words>): GatheredReader {
  return {
    kind: 'gathered',
    paths: ['parent'],
    since: null,
    begin: (around) => {
      const hosts = new Map<Host, Reading<Moref>>();
      return {
        note: (host, content) => {
          hosts.set(host, around.clusterOf(content));
        },
        finish: async () => {
          const clusters = clustersIn(hosts.values());
          const owned = await clustersOwned(around, clusters, owner);
          const words = await ask(
            around,
            clusters.filter((cluster) => isTrue(owned.get(morefKey(cluster)))),
          );
          const of = (host: Host, cluster: Moref): Reading<PropertyValue> =>
            mapped(owned.get(morefKey(cluster)) ?? unread(NOT_TOLD), (isOwned) =>
              isOwned ? from(host, morefKey(cluster), words) : ABSENT,
            );
          return new Map([...hosts].map(([host, cluster]) => [host.moid, mapped(cluster, (known) => of(host, known))]));
        },
      };
    },
  };
}

function isTrue(reading: Reading<boolean> | undefined): boolean {
  return reading?.kind === 'read' && reading.value;
}
