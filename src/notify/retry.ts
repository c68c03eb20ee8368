import { setTimeout as wait } from 'node:timers/promises';
import { escapeControlCharacters } from '../model/control-characters.ts';
import type { Delivery } from '../model/notification.ts';

/** A refusal that will be the same the next time. */
export class Refused extends Error {}

/** Milliseconds before the second try, and before the third. */
export const PAUSES: readonly number[] = [2_000, 10_000];

const LONGEST_ERROR = 300;

/** Tries until it is taken, is refused, or has been tried often enough. Never throws but for bugs of the channel itself. */
export async function deliver(
  channel: string,
  send: () => Promise<void>,
  { pauses = PAUSES, signal }: { readonly pauses?: readonly number[]; readonly signal: AbortSignal },
): Promise<Delivery> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await send();
      return { channel, attempts, error: null };
    } catch (error) {
      const pause = pauses[attempts - 1];
      const isOver = pause === undefined || error instanceof Refused || signal.aborted;
      if (isOver) return { channel, attempts, error: wordsOf(error) };
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What a server answers may be of any length and hold anything. */
function wordsOf(error: unknown): string {
  const { message, cause } = error as Error;
  const detail = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
  return escapeControlCharacters(`${message}${detail}`).slice(0, LONGEST_ERROR);
}
