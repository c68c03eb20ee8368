import { once } from 'node:events';
import { collectFacts } from '../collect/collect-facts.ts';
import type { HostSource } from '../collect/host-facts.ts';
import type { Collection } from '../collect/partial-facts.ts';
import type { Loss } from '../collect/target-loss.ts';
import type { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Readers } from '../scan/gather.ts';
import type { OpenedTarget } from '../scan/target-report.ts';
import { hostFactsShape } from '../snapshot/host-shape.ts';
import { Misfit, type Shape } from '../snapshot/shape.ts';
import type { Answer } from './answer.ts';
import type { ReadJob } from './job.ts';
import { lostFacts } from './lost-facts.ts';
import { ReaderEnded, ReaderProcess, type ReaderProgram } from './reader-process.ts';

export interface PoolOptions extends ReaderProgram {
  /** Processes at a time. */
  readonly most: number;
  /** Told when a process has ended before it should have: its targets are read once more. */
  readonly onEnded?: (sentence: string) => void;
}

/** What a reader says of calls. */
type Told = Extract<Answer, { readonly kind: 'call' | 'limit' | 'host-calls' }>;

interface Member {
  readonly process: ReaderProcess;
  hosts: number;
}

/**
 * Reads targets in other processes of the program, each of them several. One that ends before it should takes nothing with it but
 * its readings: its targets are read once more, each in a process of its own, and the hosts of the one that ends that process too
 * are unread.
 */
export class ReaderPool implements Readers {
  readonly #options: PoolOptions;
  readonly #members: Member[] = [];
  /** Shared, so that what is alike on hosts of several targets is in memory once. */
  readonly #shape = hostFactsShape();
  /** Readings in a process of their own, one after the other. */
  #alone: Promise<unknown> = Promise.resolve();
  #jobs = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async read(target: OpenedTarget, collection: Collection): Promise<readonly HostFacts[]> {
    const told = new Set<string>();
    const once: Collection = {
      ...collection,
      // What is read once more is no further host.
      onHost: (facts) => {
        if (!told.has(facts.host.moid)) void collection.onHost?.(facts);
        told.add(facts.host.moid);
      },
    };
    try {
      return await this.#among(target, once);
    } catch (error) {
      if (!(error instanceof ReaderEnded)) throw error;
      collection.signal?.throwIfAborted();
      return this.#afterwards(target, once, error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ process }) => process.end()));
  }

  async #among(target: OpenedTarget, collection: Collection): Promise<readonly HostFacts[]> {
    const member = this.#leastBusy();
    member.hosts += target.hosts.length;
    try {
      return await this.#readIn(member.process, target, collection);
    } finally {
      member.hosts -= target.hosts.length;
    }
  }

  /** One that was never begun has met no server, so this process may do what that one could not. */
  #afterwards(target: OpenedTarget, collection: Collection, error: ReaderEnded): Promise<readonly HostFacts[]> {
    const { session, hosts } = target;
    const { url } = session.endpoint;
    if (!error.hadBegun) return collectFacts(session, hosts, collection);
    this.#options.onEnded?.(`${url}: the process that read it ended, and it is read once more: ${error.message}.`);
    const again = this.#alone.then(() => this.#readAlone(target, collection));
    this.#alone = again.catch(() => undefined);
    return again;
  }

  async #readAlone(target: OpenedTarget, collection: Collection): Promise<readonly HostFacts[]> {
    collection.signal?.throwIfAborted();
    const process = new ReaderProcess(this.#options);
    const member = { process, hosts: Infinity };
    this.#members.push(member);
    try {
      return await this.#readIn(process, target, collection);
    } catch (error) {
      if (!(error instanceof ReaderEnded)) throw error;
      collection.signal?.throwIfAborted();
      return await lostFacts(target, collection, error);
    } finally {
      await process.end();
      this.#members.splice(this.#members.indexOf(member), 1);
    }
  }

  #leastBusy(): Member {
    if (this.#members.length < this.#options.most) {
      this.#members.push({ process: new ReaderProcess(this.#options), hosts: 0 });
      return this.#members[this.#members.length - 1] as Member;
    }
    return this.#members.reduce((least, each) => (each.hosts < least.hosts ? each : least));
  }

  async #readIn(process: ReaderProcess, target: OpenedTarget, collection: Collection): Promise<readonly HostFacts[]> {
    this.#jobs += 1;
    const job = await jobFor(this.#jobs, target, collection);
    const received = new ReceivedHosts(target, collection, this.#shape);
    const failure = { error: null as EsxcheckError | null };
    const work = process.read(job, (answer) => {
      if (answer.kind === 'host') received.take(answer.facts);
      else if (answer.kind === 'call' || answer.kind === 'limit' || answer.kind === 'host-calls')
        tellWitness(target, answer);
      else if (answer.kind === 'failed') failure.error = answer.error;
      else received.end(answer.loss);
      return answer.kind === 'failed' || answer.kind === 'done';
    });
    await unlessInterrupted(work, collection.signal);
    if (failure.error !== null) throw failure.error;
    return received.all();
  }
}

/** Of which server a reader speaks, is known here. */
function tellWitness({ connection: { witness }, session }: OpenedTarget, answer: Told): void {
  const { url } = session.endpoint;
  if (answer.kind === 'call') witness?.onCall(answer.call);
  else if (answer.kind === 'limit') witness?.onLimit?.({ url, ...answer.change });
  else witness?.onHostCalls?.({ url, ...answer.report });
}

/** Waits for the work, or rejects with the reason of the signal as soon as it is given; the work itself goes on then. */
async function unlessInterrupted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  const forgotten = new AbortController();
  const interruption = once(signal, 'abort', { signal: forgotten.signal }).then(() => signal.throwIfAborted());
  interruption.catch(() => undefined);
  try {
    signal.throwIfAborted();
    await Promise.race([work, interruption]);
  } finally {
    forgotten.abort();
    work.catch(() => undefined);
  }
}

async function jobFor(
  id: number,
  { connection, session, hosts }: OpenedTarget,
  { demand, source }: Collection,
): Promise<ReadJob> {
  return {
    kind: 'read',
    id,
    endpoint: session.endpoint,
    credentials: connection.credentials,
    propertiesOnly: session.propertiesOnly,
    tellsCalls: connection.witness !== undefined,
    session: await session.handover(),
    hosts,
    demand,
    targetIdentity: source.targetIdentity,
  };
}

/** The hosts of one target as a reader tells them, in any order. */
class ReceivedHosts {
  readonly #target: string;
  readonly #collection: Collection;
  readonly #shape: Shape<HostFacts>;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #facts: (HostFacts | undefined)[];

  constructor({ session, hosts }: OpenedTarget, collection: Collection, shape: Shape<HostFacts>) {
    this.#target = session.endpoint.url;
    this.#collection = collection;
    this.#shape = shape;
    this.#positions = new Map(hosts.map(({ object }, index) => [object.value, index]));
    this.#facts = hosts.map(() => undefined);
  }

  /** Throws Misfit for what are no facts of a host that was asked for, and for a host that stands twice. */
  take(value: unknown): void {
    const facts = withRelease(this.#shape(value), this.#collection.source);
    const position = this.#positions.get(facts.host.moid);
    if (position === undefined || facts.host.target !== this.#target) throw new Misfit('a host that was asked for');
    if (this.#facts[position] !== undefined) throw new Misfit('each host once');
    this.#facts[position] = facts;
    void this.#collection.onHost?.(facts);
  }

  /** Nothing more comes. Throws Misfit where hosts are missing. */
  end(loss: Loss | null): void {
    if (this.all().length < this.#facts.length) throw new Misfit('every host that was asked for');
    if (loss !== null) this.#collection.onLost?.(loss);
  }

  /** In the order of the target. */
  all(): readonly HostFacts[] {
    return this.#facts.filter((facts) => facts !== undefined);
  }
}

/** Which release a build is, this process knows. */
function withRelease(facts: HostFacts, { releaseName, releaseDate }: HostSource): HostFacts {
  const { build } = facts.host;
  if (build === null) return facts;
  const host = { ...facts.host, release: releaseName(build), released: releaseDate?.(build) ?? null };
  return { ...facts, host };
}
