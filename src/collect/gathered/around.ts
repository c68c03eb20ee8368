import type { Session } from '../../connect/session.ts';
import type { Problem } from '../../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { asMoref } from '../../vim/element.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { type ClusterSettings, clusterSettingsIn } from '../cluster-settings.ts';
import type { Lifeline } from '../lifeline.ts';
import { mapped, readAt, readOptionalAt, textIn } from '../property-value.ts';
import { type Asked, readEach } from './read-each.ts';

/** One target, as readers of what stands around its hosts ask it. */
export class Around implements Asked {
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
