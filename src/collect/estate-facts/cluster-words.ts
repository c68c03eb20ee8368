import pMap from 'p-map';
import { read, type Reading, unread } from '../../model/reading.ts';
import type { RestCall } from '../../rest/call.ts';
import type { HostWord } from '../../rest/host-words.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { problemFromRest, type RestMeaning } from '../rest-problem.ts';
import { type ClusterContext, distinct, NOT_TOLD } from './reader.ts';

/** What vCenter said of each cluster, by key. */
export type WordsByCluster<T> = ReadonlyMap<string, Reading<T>>;

/** One question that is asked of each cluster over REST. */
export interface ClusterQuestion<T> extends RestMeaning {
  /** The call, for the managed object id of a cluster. */
  readonly call: (cluster: string) => RestCall<T>;
}

/** As with objects over SOAP (docs/internals/wire.md 8, point 11). */
const CALLS_IN_FLIGHT = 4;

/** Asks it of each cluster, once a target: a call that fails is the problem of its cluster alone. */
export async function askClusters<T>(
  around: ClusterContext,
  clusters: readonly Moref[],
  question: ClusterQuestion<T>,
): Promise<WordsByCluster<T>> {
  const answers = await pMap(
    distinct(clusters),
    async (cluster) => [morefKey(cluster), await askCluster(around, cluster, question)] as const,
    { concurrency: CALLS_IN_FLIGHT, ...(around.signal === undefined ? {} : { signal: around.signal }) },
  );
  return new Map(answers);
}

/** Ids go into paths: those of an inventory hold nothing that a path would take for its own. */
const ID = /^[A-Za-z0-9][\w-]{0,79}$/;

async function askCluster<T>(
  { session, lifeline, signal }: ClusterContext,
  { value }: Moref,
  { call, ...meaning }: ClusterQuestion<T>,
): Promise<Reading<T>> {
  if (lifeline.lost !== null) return unread(lifeline.lost);
  if (!ID.test(value)) return unread({ code: 'unexpected-answer', detail: 'the id of the cluster is none' });
  try {
    return read(await session.rest.call(call(value), signal === undefined ? {} : { signal }));
  } catch (error) {
    const problem = problemFromRest(error, meaning);
    await lifeline.report(problem);
    return unread(problem);
  }
}

/** What an answer about a cluster tells of one host: anything but what was said of it is unread. */
export function wordOf<T>(word: HostWord<T>): Reading<T> {
  switch (word.kind) {
    case 'said':
      return read(word.word);
    case 'unnamed':
      return unread({ code: 'not-in-answer', detail: NOT_TOLD.detail });
    case 'unknown':
      return unread({ code: 'not-checked', detail: word.sentence });
    case 'contradiction':
      return unread({ code: 'contradiction', detail: word.sentence });
    case 'garbled':
      return unread({ code: 'unexpected-answer', detail: word.sentence });
  }
}
