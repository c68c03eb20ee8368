import { EsxcheckError } from '../model/errors.ts';
import type { Deadline } from './deadline.ts';

const TRIES = 3;
const FIRST_PAUSE_MS = 250;

/** Whether the same thing may go well in a moment: the connection broke, or the server was not ready. */
export function isPassing(error: unknown): boolean {
  return error instanceof EsxcheckError && (error.code === 'CONNECTION_LOST' || error.code === 'SERVICE_UNAVAILABLE');
}

/** How long to wait before the next attempt: twice as long each time, spread over the whole span (full jitter). */
export function pauseMs(attempt: number, random: () => number): number {
  return random() * FIRST_PAUSE_MS * 2 ** attempt;
}

export interface Retrying {
  readonly deadline: Deadline;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Whether a busy server may have been so by our own calls beside this one: such a refusal uses up no try. */
  readonly isCrowded?: () => boolean;
}

/** Does a read, up to three times within its deadline. Never for what may have written something. */
export async function retrying<T>(
  read: () => Promise<T>,
  { deadline, random, isCrowded = () => false }: Retrying,
): Promise<T> {
  for (let attempt = 1; ;) {
    try {
      return await read();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const isOurs = isBusy(error) && isCrowded();
      if (attempt === TRIES && !isOurs) throw error;
      await deadline.pause(pauseMs(attempt, random));
      if (!isOurs) attempt += 1;
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof EsxcheckError && error.code === 'SERVICE_UNAVAILABLE';
}
