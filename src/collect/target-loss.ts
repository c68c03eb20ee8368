import { WITHOUT_END } from '../connect/retrieval-bounds.ts';
import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import { currentTime } from '../vim/methods/session.ts';
import { problemFromError } from './answer-problem.ts';

/** Long enough for a busy vCenter, short enough that a dead one does not cost a time-out a host. */
const PROBE_TIMEOUT_MS = 15_000;

/** Problems that may be the host's or the whole vCenter's. */
const SUSPECT: ReadonlySet<string> = new Set([
  'timeout',
  'connection-lost',
  'not-authenticated',
  // What stands before a vCenter that is gone may answer in its place: an error page, for one.
  'unexpected-answer',
]);

/** How far a reading came before the target was lost. */
export interface Loss {
  /** Hosts that were read to the end, and hosts of which something is missing for it. */
  readonly read: number;
  readonly unread: number;
  /** `CODE: sentence`, for people. */
  readonly cause: string;
}

/**
 * Tells a host that hangs from a vCenter that is gone. After a suspect problem vCenter itself is asked for the time;
 * when it does not answer, nothing more is asked of it, and a scan of 2,500 hosts ends at once instead of timing out 2,500 times.
 */
export class Lifeline {
  readonly #session: Session;
  #probe: Promise<void> | undefined;
  #lost: Problem | null = null;
  #cause = '';

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

  /** Why, as `CODE: sentence`; '' while vCenter answers. */
  get cause(): string {
    return this.#cause;
  }

  /** Whether vCenter still answers; asks it, unless it is known that it does not. */
  async answers(): Promise<boolean> {
    if (this.#lost === null) await (this.#probe ??= this.#ask());
    return this.#lost === null;
  }

  /** What a failed read means for its fact. A target whose list does not end is lost with it: nothing more is asked of it. */
  problemOf(error: unknown): Problem {
    const problem = problemFromError(error);
    if (this.#lost === null && error instanceof EsxcheckError && error.code === WITHOUT_END) {
      this.#lose(error, 'vCenter sent a list that does not end');
    }
    return problem;
  }

  /** What the loss left unread of these hosts; null while vCenter answers, and where all of them had been read by then. */
  lossOf(facts: readonly HostFacts[]): Loss | null {
    const unread = this.#lost === null ? 0 : facts.filter(wasCut).length;
    return unread === 0 ? null : { read: facts.length - unread, unread, cause: this.#cause };
  }

  async #ask(): Promise<void> {
    try {
      await this.#session.call(currentTime(), { timeoutMs: PROBE_TIMEOUT_MS });
    } catch (error) {
      const isReader = error instanceof EsxcheckError && error.code === 'READER_ENDED';
      this.#lose(error, isReader ? error.message : 'the connection to vCenter was lost during the scan');
    } finally {
      this.#probe = undefined;
    }
  }

  #lose(error: unknown, detail: string): void {
    this.#lost = { code: problemFromError(error).code, detail };
    this.#cause = error instanceof EsxcheckError ? `${error.code}: ${error.message}` : String(error);
    if (error instanceof EsxcheckError) this.#session.hostCalls.turnAway(error);
  }
}

/** Whether a reading of the host failed for what may be the loss of the whole vCenter. */
function wasCut({ host, firewall, services, vibs, kernelList, optionList, ...named }: HostFacts): boolean {
  const { kernel, options, properties, esxcli } = named;
  const enabled = firewall?.kind === 'read' ? firewall.value.enabled : null;
  const readings: readonly (Reading<unknown> | null | undefined)[] = [
    firewall,
    enabled,
    services,
    vibs,
    kernelList,
    optionList,
    ...[kernel, options, properties, esxcli].flatMap((map): readonly Reading<unknown>[] => [...map.values()]),
  ];
  const problems = readings.map((reading) => (reading?.kind === 'unread' ? reading.problem : null));
  const partial = [...kernel.values()].map((reading) => (reading.kind === 'read' ? reading.value.problem : null));
  return [host.trouble, ...problems, ...partial].some((problem) => problem !== null && SUSPECT.has(problem.code));
}
