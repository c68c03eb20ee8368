import pMap from 'p-map';
import type { Session } from '../../connect/session.ts';
import type { Problem } from '../../model/problem.ts';
import { type Reading, unread } from '../../model/reading.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import type { Lifeline } from '../lifeline.ts';
import { retrieveKnown } from '../retrieve-known.ts';

/** Whom to ask, and until when. */
export interface Asked {
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

/** As in the reading of hosts (protocol.md 8, points 8 and 11). */
const OBJECTS_A_REQUEST = 100;
const REQUESTS_IN_FLIGHT = 4;

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the server told nothing of it' };

/**
 * What is made of each object, by its key; there is a reading for every one. A request that fails is the problem of the
 * objects that it asked for, not of all; an interruption or a bug is thrown.
 */
export async function readEach<T>(
  asked: Asked,
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
      for (const key of batch.map(morefKey)) if (!readings.has(key)) readings.set(key, unread(problem ?? NOT_TOLD));
    },
    { concurrency: REQUESTS_IN_FLIGHT, ...(asked.signal === undefined ? {} : { signal: asked.signal }) },
  );
  return readings;
}

/** Why the batch was not read to its end; null when it was. */
async function readBatch(
  { session, lifeline, signal }: Asked,
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
