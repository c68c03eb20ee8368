import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { EsxcheckError } from '../model/errors.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';

export interface DeadlineOptions {
  readonly timeoutMs: number;
  /** The error that is thrown when the time is over. */
  readonly expired: () => EsxcheckError;
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** What to throw when a signal was given: its reason where that is for people. */
function interruption(signal: AbortSignal): EsxcheckError {
  const reason: unknown = signal.reason;
  return reason instanceof EsxcheckError ? reason : new EsxcheckError('INTERRUPTED', 'Interrupted');
}

/**
 * How long a call may still take. Only time spent waiting for the server counts, not the time that the reader of a
 * streamed answer takes for itself.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #expired: () => EsxcheckError;
  readonly #unlink: (() => void)[] = [];
  #leftMs: number;

  constructor({ timeoutMs, expired, signals }: DeadlineOptions) {
    this.#leftMs = timeoutMs;
    this.#expired = expired;
    for (const signal of signals) if (signal !== undefined) this.#link(signal);
  }

  /** Aborted when the time is over or one of the signals was given; its reason is an EsxcheckError. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits for the work, on the clock. The work must end when the signal is given. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const startedAt = performance.now();
    const timer = setTimeout(() => this.#controller.abort(this.#expired()), Math.max(0, this.#leftMs));
    try {
      return await work();
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#leftMs -= performance.now() - startedAt;
    }
  }

  async pause(ms: number): Promise<void> {
    await this.during(() => wait(ms, undefined, { signal: this.signal }));
  }

  [Symbol.dispose](): void {
    for (const unlink of this.#unlink) unlink();
  }

  #link(signal: AbortSignal): void {
    const abort = (): void => this.#controller.abort(interruption(signal));
    if (signal.aborted) abort();
    // As many calls as are in flight listen to one signal; that is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', abort, { once: true });
    this.#unlink.push(() => signal.removeEventListener('abort', abort));
  }
}

/** A deadline for a call to that endpoint: its own time-out unless another is given. */
export function deadlineFor(
  endpoint: Endpoint,
  {
    timeoutMs = endpoint.timeoutMs,
    signals = [],
  }: { timeoutMs?: number | undefined; signals?: DeadlineOptions['signals'] },
): Deadline {
  const expired = (): EsxcheckError =>
    new EsxcheckError('TIMEOUT', `${authorityOf(endpoint)} did not answer within ${timeoutMs / 1000} s`, {
      details: ['Check whether the server is up and busy; --timeout gives it more time.'],
    });
  return new Deadline({ timeoutMs, expired, signals });
}

/** The work's result, or the signal's reason as soon as it is given; the work itself goes on. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits for the work, but not for ever; it goes on where it is late. */
export async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, wait(ms, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
}
