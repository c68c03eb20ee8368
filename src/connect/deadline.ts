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

/** A wait on the clock of a deadline. */
interface Wait {
  /** When it began; null for one that is off the clock. */
  readonly since: number | null;
  readonly cut: (reason: EsxcheckError) => void;
}

/**
 * How long a call may still take. Only time spent waiting for the server counts, not the time that the reader of a
 * streamed answer takes for itself.
 *
 * There is one for every call, so it makes no AbortController and one timer at most.
 */
export class Deadline implements Disposable, Interruptible {
  readonly #expired: () => EsxcheckError;
  readonly #signals: readonly (AbortSignal | undefined)[];
  #leftMs: number;
  #timer: NodeJS.Timeout | null = null;
  #wait: Wait | null = null;
  /** Why nothing is waited for any more; null while there is time. */
  #over: EsxcheckError | null = null;

  constructor({ timeoutMs, expired, signals }: DeadlineOptions) {
    this.#leftMs = timeoutMs;
    this.#expired = expired;
    this.#signals = signals;
    for (const signal of signals) {
      if (signal?.aborted === true) this.interruptedBy(signal);
      else if (signal !== undefined) watch(signal, this);
    }
  }

  /**
   * Waits for the work, on the clock; for one at a time. Throws an EsxcheckError as soon as the time is over or one of
   * the signals is given: the work itself goes on then, and is for the caller to end.
   */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.#waitFor(work, performance.now());
  }

  /** The same off the clock: a wait for our own turn is none for the server. A signal ends it. */
  aside<T>(work: () => Promise<T>): Promise<T> {
    return this.#waitFor(work, null);
  }

  async #waitFor<T>(work: () => Promise<T>, since: number | null): Promise<T> {
    if (this.#over !== null) throw this.#over;
    if (this.#wait !== null) throw new Error('a deadline covers one wait at a time');
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#wait = { since, cut: reject };
        if (since !== null) this.#timer ??= setTimeout(this.#tick, Math.max(0, this.#leftMs));
        work().then(resolve, reject);
      });
    } catch (error) {
      throw this.#over ?? error;
    } finally {
      this.#leftMs = this.#left();
      this.#wait = null;
    }
  }

  async pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.during(
        () =>
          new Promise<void>((resolve) => {
            timer = setTimeout(resolve, ms);
          }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  interruptedBy(signal: AbortSignal): void {
    this.#end(interruption(signal));
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const signal of this.#signals) if (signal !== undefined) unwatch(signal, this);
  }

  /** The timer runs on between waits, and so is never late: when it goes off too early, it is set again. */
  readonly #tick = (): void => {
    this.#timer = null;
    if (this.#wait === null || this.#wait.since === null) return;
    const left = this.#left();
    if (left <= 0) this.#end(this.#expired());
    else this.#timer = setTimeout(this.#tick, Math.ceil(left));
  };

  #left(): number {
    const since = this.#wait?.since ?? null;
    return since === null ? this.#leftMs : this.#leftMs - (performance.now() - since);
  }

  #end(reason: EsxcheckError): void {
    this.#over ??= reason;
    this.#wait?.cut(this.#over);
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

/** Waits for the work, but not for ever; it goes on where it is late. */
export async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, wait(ms, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
}

/** Something that a signal cuts short. */
interface Interruptible {
  interruptedBy(signal: AbortSignal): void;
}

const watching = new WeakMap<AbortSignal, Set<Interruptible>>();

/** Tells `who` when the signal is given. However many watch a signal, it has one listener: each call watches the session's. */
function watch(signal: AbortSignal, who: Interruptible): void {
  const known = watching.get(signal);
  if (known !== undefined) {
    known.add(who);
    return;
  }
  const all = new Set([who]);
  watching.set(signal, all);
  signal.addEventListener(
    'abort',
    () => {
      for (const each of all) each.interruptedBy(signal);
    },
    { once: true },
  );
}

function unwatch(signal: AbortSignal, who: Interruptible): void {
  watching.get(signal)?.delete(who);
}
