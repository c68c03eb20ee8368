import { setTimeout as wait } from 'node:timers/promises';
import { escapeControlCharacters } from '../model/control-characters.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Job } from './answers.ts';
import type { Centre, Failure, Speaker } from './centre.ts';
import { CentreError } from './centre-error.ts';
import { isPassing, ship } from './ship.ts';
import type { Shipment } from './shipment.ts';
import type { Spool } from './spool.ts';

/** What was read of a target, without what stays at the site, and whether all of it could be read. */
export interface TargetReading {
  readonly shipment: Shipment;
  readonly isComplete: boolean;
}

export interface AttemptOptions {
  readonly centre: Centre;
  readonly speaker: () => Speaker;
  readonly spool: Spool;
  /** Reads a target of the site's own config. Throws EsxcheckErrors, whose messages name no account. */
  readonly read: (target: string, signal: AbortSignal) => Promise<TargetReading>;
  readonly tell: (sentence: string) => void;
  readonly signal: AbortSignal;
  /** Milliseconds before a shipment is tried again. */
  readonly pauses?: readonly number[] | undefined;
}

/** How the reading of a target ended: read as a whole or not, and whether somebody else has it now. */
export type AttemptEnd = 'read' | 'incomplete' | 'unread' | 'over';

const LONGEST_MESSAGE = 300;
/** What is still told after the worker was asked to stop. */
const LAST_WORD_MS = 5_000;
/** Heartbeats in the time after which the centre gives the target to somebody else. */
const BEATS = 3;

/**
 * One try of one job: reads the target, with a heartbeat, and ships the facts as its result. Where the centre says that the try is over,
 * reading ends at once and nothing of it is used. Throws a CentreError where the key is not taken any more, and bugs.
 */
export async function runAttempt(options: AttemptOptions, job: Job): Promise<AttemptEnd> {
  const over = new AbortController();
  const ended = new AbortController();
  const heart = beat(options, job, { over, ended: AbortSignal.any([ended.signal, options.signal]) });
  try {
    return await readAndShip(options, job, over.signal);
  } catch (error) {
    if (over.signal.aborted) return givenUp(options, job);
    return await failedBy(options, job, error);
  } finally {
    ended.abort();
    await heart;
  }
}

async function readAndShip(options: AttemptOptions, job: Job, over: AbortSignal): Promise<AttemptEnd> {
  const signal = AbortSignal.any([options.signal, over]);
  const { shipment, isComplete } = await options.read(job.target, signal);
  over.throwIfAborted();
  try {
    await ship({ ...options, signal }, shipment, job.attempt);
  } catch (error) {
    if (over.aborted || !isWorthKeeping(error)) throw error;
    await options.spool.add(shipment);
    options.tell(`${job.target} was read and waits in the spool: ${sentenceOf(error)}`);
    if (error instanceof CentreError && error.fault === 'key') throw error;
  }
  return isComplete ? 'read' : 'incomplete';
}

/** The centre is away, the worker is stopped, or the key has to be renewed: the facts are as good later. */
function isWorthKeeping(error: unknown): boolean {
  if (isPassing(error)) return true;
  if (error instanceof CentreError) return error.fault === 'key';
  return error instanceof EsxcheckError && error.code === 'INTERRUPTED';
}

function givenUp({ tell }: AttemptOptions, { target }: Job): AttemptEnd {
  tell(`${target}: given up, the centre has given it to another worker or waits for it no more`);
  return 'over';
}

async function failedBy(options: AttemptOptions, job: Job, error: unknown): Promise<AttemptEnd> {
  if (error instanceof CentreError && error.reason === 'ATTEMPT_OVER') return givenUp(options, job);
  if (error instanceof CentreError && error.fault === 'key') throw error;
  const { tell, signal } = options;
  const why = signal.aborted ? STOPPED : failureOf(error);
  await tellFailure(options, job.attempt, why);
  if (!(error instanceof EsxcheckError)) throw error;
  if (!signal.aborted) tell(`${job.target} was not read: ${sentenceOf(error)}`);
  return 'unread';
}

const STOPPED: Failure = { code: 'WORKER_STOPPED', message: 'The worker was stopped while it read.' };

function failureOf(error: unknown): Failure {
  if (!(error instanceof EsxcheckError))
    return { code: 'BUG', message: 'A bug of esxcheck: see the log of the worker.' };
  const code = error instanceof CentreError ? (error.reason ?? error.code) : error.code;
  return { code, message: escapeControlCharacters(error.message).slice(0, LONGEST_MESSAGE) };
}

/** Tells the centre, if it can be told: if not, it learns by the heartbeat that ended. */
export async function tellFailure(
  { centre, speaker }: Pick<AttemptOptions, 'centre' | 'speaker'>,
  attempt: string,
  why: Failure,
): Promise<void> {
  try {
    await centre.failed(speaker(), attempt, why, AbortSignal.timeout(LAST_WORD_MS));
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
  }
}

export function sentenceOf(error: unknown): string {
  return error instanceof EsxcheckError ? `${error.code}: ${error.message}` : String(error);
}

interface Heart {
  readonly over: AbortController;
  readonly ended: AbortSignal;
}

/** Says that the attempt goes on, until it has ended; ends it where the centre says that it is over. Never throws but for bugs. */
async function beat({ centre, speaker }: AttemptOptions, job: Job, { over, ended }: Heart): Promise<void> {
  const pause = (job.heartbeatSeconds * 1_000) / BEATS;
  while (!ended.aborted) {
    await wait(pause, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    try {
      await centre.alive(speaker(), job.attempt, ended);
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      // Whatever else it says, the next beat may be heard.
      if (!(error instanceof CentreError) || error.reason !== 'ATTEMPT_OVER') continue;
      over.abort(new EsxcheckError('INTERRUPTED', 'The centre says that this attempt is over.'));
      return;
    }
  }
}
