import type { Session } from '../connect/session.ts';
import type { Problem } from '../model/problem.ts';
import { currentTime } from '../vim/methods/session.ts';
import { problemFromError } from './problem-from.ts';

/** Long enough for a busy vCenter, short enough that a dead one does not cost a time-out a host. */
const PROBE_TIMEOUT_MS = 15_000;

/** Problems that may be the host's or the whole vCenter's. */
const SUSPECT: ReadonlySet<string> = new Set(['timeout', 'connection-lost', 'not-authenticated']);

/**
 * Tells a host that hangs from a vCenter that is gone. After a suspect problem vCenter itself is asked for the time;
 * when it does not answer, nothing more is asked of it, and a scan of 2,500 hosts ends at once instead of timing out 2,500 times.
 */
export class Lifeline {
  readonly #session: Session;
  #probe: Promise<void> | undefined;
  #lost: Problem | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Why nothing more can be asked; null while vCenter answers. */
  get lost(): Problem | null {
    return this.#lost;
  }

  /** To be told of every problem of a host. Probes run one at a time, however many hosts fail together. */
  async report(problem: Problem): Promise<void> {
    if (this.#lost !== null || !SUSPECT.has(problem.code)) return;
    this.#probe ??= this.#ask();
    await this.#probe;
  }

  async #ask(): Promise<void> {
    try {
      await this.#session.call(currentTime(), { timeoutMs: PROBE_TIMEOUT_MS });
    } catch (error) {
      this.#lost = { code: problemFromError(error).code, detail: 'the connection to vCenter was lost during the scan' };
    } finally {
      this.#probe = undefined;
    }
  }
}
