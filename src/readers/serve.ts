import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { collectFacts } from '../collect/collect-facts.ts';
import type { Loss } from '../collect/target-loss.ts';
import { authorityOf } from '../connect/endpoint.ts';
import { adoptSession, type AdoptedSession } from '../connect/session.ts';
import type { CallWitness } from '../connect/traffic.ts';
import { EsxcheckError, serverFault } from '../model/errors.ts';
import { linesIn } from '../snapshot/lines.ts';
import { answerLine, callLine, failedLine, HostLines } from './answer.ts';
import { orderIn, type ReadJob } from './job.ts';
import { limitLine } from './limit-answer.ts';

/** How often a reader says that it is alive. */
const BEAT_MS = 1_000;
/** An order comes from the process that started this one: far more than the hosts of any vCenter, and still an end. */
const ORDER_LIMITS = { line: 512 * 1024 * 1024, total: 4 * 1024 * 1024 * 1024, hosts: 0 } as const;

/** A reader and the process that started it. */
export interface Serving {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/**
 * Reads targets for the process that started this one, until that says that nothing more is wanted, dies, or the signal is
 * given. Each of them is read in the login of that process, which ends it; where it died, it is ended here. Throws what is a bug.
 */
export async function serve({ input, output, signal }: Serving): Promise<void> {
  const stop = new AbortController();
  const reading = new Reading(output, stop);
  const onAbort = (): void => void input.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  stop.signal.addEventListener('abort', onAbort, { once: true });
  const beat = setInterval(() => reading.send(answerLine({ kind: 'alive' })), BEAT_MS);
  try {
    reading.send(answerLine({ kind: 'alive' }));
    await reading.end((await takeOrders(input, reading)) === 'orphaned' ? 'close' : 'leave');
  } finally {
    clearInterval(beat);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Begins each job that it is told of, until it is told to end, was stopped here, or the other process has died. */
async function takeOrders(input: Readable, reading: Reading): Promise<'told' | 'stopped' | 'orphaned'> {
  try {
    for await (const line of linesIn(input, ORDER_LIMITS)) {
      const order = orderIn(line);
      if (order.kind === 'end') return 'told';
      reading.begin(order);
    }
    return input.readableEnded ? 'orphaned' : 'stopped';
  } catch (error) {
    // It broke off within a line.
    if (error instanceof EsxcheckError) return 'orphaned';
    if (input.destroyed) return 'stopped';
    throw error;
  }
}

/** All that a reader has under way. */
class Reading {
  readonly #output: Writable;
  readonly #stop: AbortController;
  readonly #lines = new HostLines();
  readonly #sessions = new Set<AdoptedSession>();
  readonly #jobs = new Set<Promise<void>>();
  #bug: { readonly error: unknown } | null = null;

  constructor(output: Writable, stop: AbortController) {
    this.#output = output;
    this.#stop = stop;
  }

  /** Whether more may be sent at once. */
  send(line: string): boolean {
    return this.#output.destroyed || this.#output.write(line);
  }

  begin(job: ReadJob): void {
    const work = this.#read(job)
      .catch((error: unknown) => {
        this.#bug ??= { error };
        this.#stop.abort(error);
      })
      .finally(() => this.#jobs.delete(work));
    this.#jobs.add(work);
  }

  /** Gives up what is under way; sessions are left to their owner, or closed where there is none any more. Throws a bug. */
  async end(how: 'leave' | 'close'): Promise<void> {
    this.#stop.abort(new EsxcheckError('INTERRUPTED', 'Nothing more is wanted.'));
    await Promise.all([...this.#sessions].map((session) => session[how]()));
    await Promise.all(this.#jobs);
    if (this.#bug !== null) throw this.#bug.error;
  }

  async #read(job: ReadJob): Promise<void> {
    const session = sessionOf(job, this.#stop.signal, (line) => void this.send(line));
    this.#sessions.add(session);
    const outcome = await this.#outcomeOf(job, session);
    // What is under way when all of it ends is for `end` to leave, or to close.
    if (this.#stop.signal.aborted) return;
    this.#sessions.delete(session);
    // Its last calls are told before the line that ends the job.
    await session.leave();
    this.send(outcome);
  }

  /** The line that ends the job. */
  async #outcomeOf(job: ReadJob, session: AdoptedSession): Promise<string> {
    let loss: Loss | null = null;
    const { demand, hosts, targetIdentity, id } = job;
    const source = { target: job.endpoint.url, targetIdentity, releaseName: () => null };
    try {
      await collectFacts(session, hosts, {
        demand,
        source,
        signal: this.#stop.signal,
        onHost: async (facts) => {
          if (!this.send(this.#lines.of(id, facts))) await once(this.#output, 'drain', { signal: this.#stop.signal });
        },
        onLost: (found) => {
          loss = found;
        },
      });
      return answerLine({ kind: 'done', job: id, loss });
    } catch (thrown) {
      const error = serverFault(thrown, authorityOf(job.endpoint));
      if (error instanceof EsxcheckError) return failedLine(id, error);
      if (this.#stop.signal.aborted) return '';
      throw error;
    }
  }
}

function sessionOf(job: ReadJob, signal: AbortSignal, send: (line: string) => void): AdoptedSession {
  const { endpoint, credentials, session, propertiesOnly, tellsCalls, id } = job;
  const witness: CallWitness = {
    wantsBodies: false,
    onCall: (call) => send(callLine(id, call)),
    onLimit: ({ from, to, why }) => send(limitLine({ kind: 'limit', job: id, change: { from, to, why } })),
    onHostCalls: ({ limit, highest, most, backedOff }) =>
      send(limitLine({ kind: 'host-calls', job: id, report: { limit, highest, most, backedOff } })),
  };
  return adoptSession(endpoint, credentials, session, {
    signal,
    propertiesOnly,
    ...(tellsCalls ? { witness } : {}),
  });
}
