import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { asMoment } from '../../vim/element.ts';
import { currentTime } from '../../vim/methods/session.ts';
import { problemFromError } from '../answer-problem.ts';
import { GARBLED } from '../properties/reader.ts';
import type { ClusterContext } from './reader.ts';

const DAY_MS = 86_400_000;

/** The time of the server, in milliseconds since 1970. */
export async function serverTime({ session, lifeline, signal }: ClusterContext): Promise<Reading<number>> {
  if (lifeline.lost !== null) return unread(lifeline.lost);
  try {
    const time = asMoment(await session.call(currentTime(), signal === undefined ? {} : { signal }));
    return time === null ? GARBLED : read(time);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/** Two parts of a vCenter, each with a clock: what is further ahead than this was not written by it. */
const MOST_AHEAD_MS = 300_000;

/** Whole days from a check to now, both by the server; a check that is yet to come is a contradiction. */
export function daysSince(checkedAt: number, now: number): Reading<PropertyValue> {
  if (checkedAt > now + MOST_AHEAD_MS) {
    const detail = `the time of the check, ${momentWords(checkedAt)}, is ahead of the clock of the server`;
    return unread({ code: 'contradiction', detail });
  }
  return read(String(Math.max(0, Math.floor((now - checkedAt) / DAY_MS))));
}

/** ISO 8601 in UTC, to the second. */
export function momentWords(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}
