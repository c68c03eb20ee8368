import pMap from 'p-map';
import type { Session } from '../../connect/session.ts';
import type { PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { asMoref } from '../../vim/element.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { type ClusterSettings, clusterSettingsIn } from '../cluster-settings.ts';
import { mapped, readAt, readOptionalAt, textIn } from '../property-value.ts';
import { retrieveKnown } from '../retrieve-known.ts';
import type { Lifeline } from '../target-loss.ts';

/** A fact that stands in other objects than the host: read for many hosts at once, after their own properties. */
export interface GatheredReader {
  readonly kind: 'gathered';
  /** Properties of the host that lead there; they come with those that are read anyway. */
  readonly paths: readonly string[];
  /** The API version that knows the paths; null: all do. */
  readonly since: string | null;
  readonly begin: (around: ClusterContext) => EstateFact;
}

/** One reading of many hosts. Hosts that cannot be asked are kept from it. */
export interface EstateFact {
  /** Called with each host's own properties as they arrive; keeps of them what `finish` needs and no more. */
  readonly note: (host: Host, content: ObjectContent) => void;
  /** Called once, when all hosts are noted: what there is of each, by managed object id. A failed call is unread. */
  readonly finish: () => Promise<EstateFactValues>;
}

export type EstateFactValues = ReadonlyMap<string, Reading<PropertyValue>>;

/** One target, as readers of what stands around its hosts ask it. */
export class ClusterContext implements ObjectQuery {
  readonly session: Session;
  readonly lifeline: Lifeline;
  readonly signal: AbortSignal | undefined;
  #settings: Promise<ReadonlyMap<string, Reading<ClusterSettings>>> | undefined;

  constructor(session: Session, lifeline: Lifeline, signal: AbortSignal | undefined) {
    this.session = session;
    this.lifeline = lifeline;
    this.signal = signal;
  }

  /** An ESXi host that was contacted directly knows no cluster and no profile: the vCenter that manages it does. */
  get isDirect(): boolean {
    return this.session.content.about.apiType === 'HostAgent';
  }

  /**
   * How clusters are set, by key. Read once, for the clusters of the first who asks: every reader asks for those of the
   * same hosts.
   */
  clusterSettings(clusters: readonly Moref[]): Promise<ReadonlyMap<string, Reading<ClusterSettings>>> {
    this.#settings ??= readEach(this, { type: CLUSTER, paths: [CONFIGURATION], objects: clusters }, settingsOf);
    return this.#settings;
  }

  /** The cluster of a host; absent for one that stands alone. Needs the path `parent`. */
  clusterOf(content: ObjectContent): Reading<Moref> {
    if (this.isDirect) return this.#ownCluster(content);
    return mapped(readAt(content, 'parent', asMoref), clusterIn);
  }

  /** A host that no vCenter manages is in no cluster; of any other only its vCenter knows. */
  #ownCluster(content: ObjectContent): Reading<Moref> {
    const manager = readOptionalAt(content, 'summary.managementServerIp', textIn);
    return manager.kind === 'read' ? unread(ASK_VCENTER) : manager;
  }
}

/** A compute resource that is no cluster has one host, which stands alone; anything else is no place for a host. */
function clusterIn(parent: Moref): Reading<Moref> {
  if (parent.type === CLUSTER) return read(parent);
  return parent.type === 'ComputeResource' ? ABSENT : unread(NO_PARENT);
}

export const CLUSTER = 'ClusterComputeResource';
const CONFIGURATION = 'configurationEx';

export const ASK_VCENTER: Problem = {
  code: 'not-reported',
  detail: 'only the vCenter that manages the host knows its surroundings',
};
const NO_PARENT: Problem = { code: 'not-reported', detail: 'the cluster of the host was not told' };

function settingsOf(content: ObjectContent): Reading<ClusterSettings> {
  return readAt(content, CONFIGURATION, clusterSettingsIn);
}

/** Each once. */
export function distinct(objects: Iterable<Moref>): readonly Moref[] {
  return [...new Map([...objects].map((object) => [morefKey(object), object])).values()];
}

/** What is known of clusters, by key. */
type ByCluster = ReadonlyMap<string, Reading<PropertyValue>>;

/** The cluster of every host by the host's managed object id; absent for one that stands alone. */
type Clusters = ReadonlyMap<string, Reading<Moref>>;
type Answer = (moid: string, cluster: Reading<Moref>) => Reading<PropertyValue>;

/** A fact that rests on the host's cluster: `gather` sees the clusters of all hosts at once, and then answers for each. */
export function byCluster(gather: (around: ClusterContext, clusters: Clusters) => Promise<Answer>): GatheredReader {
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
export function ofCluster(
  gather: (around: ClusterContext, clusters: readonly Moref[]) => Promise<ByCluster>,
): GatheredReader {
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

/** Whom to ask, and until when. */
interface ObjectQuery {
  readonly session: Session;
  readonly lifeline: Lifeline;
  readonly signal: AbortSignal | undefined;
}

/** Properties of objects of one type. */
export interface EachRequest {
  readonly type: string;
  readonly paths: readonly string[];
  readonly objects: readonly Moref[];
}

/** As in the reading of hosts (docs/internals/wire.md 8, points 8 and 11). */
const OBJECTS_A_REQUEST = 100;
const REQUESTS_IN_FLIGHT = 4;

const NOTHING_TOLD: Problem = { code: 'not-reported', detail: 'the server told nothing of it' };

/**
 * What is made of each object, by its key; there is a reading for every one. A request that fails is the problem of the
 * objects that it asked for, not of all; an interruption or a bug is thrown.
 */
export async function readEach<T>(
  asked: ObjectQuery,
  request: EachRequest,
  from: (content: ObjectContent) => Reading<T>,
): Promise<ReadonlyMap<string, Reading<T>>> {
  const readings = new Map<string, Reading<T>>();
  const { objects, ...properties } = request;
  const batches = Array.from({ length: Math.ceil(objects.length / OBJECTS_A_REQUEST) }, (_, index) =>
    objects.slice(index * OBJECTS_A_REQUEST, (index + 1) * OBJECTS_A_REQUEST),
  );
  await pMap(
    batches,
    async (batch) => {
      const problem = await readBatch(asked, { ...properties, objects: batch }, (content) => {
        readings.set(morefKey(content.object), from(content));
      });
      for (const key of batch.map(morefKey)) if (!readings.has(key)) readings.set(key, unread(problem ?? NOTHING_TOLD));
    },
    { concurrency: REQUESTS_IN_FLIGHT, ...(asked.signal === undefined ? {} : { signal: asked.signal }) },
  );
  return readings;
}

/** Why the batch was not read to its end; null when it was. */
async function readBatch(
  { session, lifeline, signal }: ObjectQuery,
  { type, paths, objects }: EachRequest,
  onObject: (content: ObjectContent) => void,
): Promise<Problem | null> {
  if (lifeline.lost !== null) return lifeline.lost;
  const options = signal === undefined ? {} : { signal };
  try {
    for await (const content of retrieveKnown(session, { type, paths }, objects, options)) onObject(content);
    return null;
  } catch (error) {
    const problem = lifeline.problemOf(error);
    await lifeline.report(problem);
    return problem;
  }
}
