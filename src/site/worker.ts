import { setTimeout as wait } from 'node:timers/promises';
import { EsxcheckError } from '../model/errors.ts';
import type { Job } from './answers.ts';
import { type AttemptEnd, type AttemptOptions, runAttempt, sentenceOf, tellFailure } from './attempt.ts';
import { AwaySchedule } from './away.ts';
import type { Greeting } from './centre.ts';
import { CentreError } from './centre-error.ts';
import type { Keyring } from './keyring.ts';
import { keepSchedules } from './schedule.ts';
import { shipSpool } from './ship.ts';

export interface WorkerOptions extends Omit<AttemptOptions, 'speaker'> {
  readonly keys: Keyring;
  /** Name of this worker, and version of the program. */
  readonly worker: string;
  readonly version: string;
  /** Names of the targets of the site's own config: nothing else is ever read. */
  readonly targets: readonly string[];
  /** Targets that are read at a time. */
  readonly slots: number;
  /** Folder of the spool, where the schedules are kept too. */
  readonly folder: string;
  readonly now: () => Date;
  readonly pace?: Partial<Pace>;
}

/** Milliseconds: before the centre is tried again, before it is asked again where it answered at once, between greetings. */
export interface Pace {
  readonly awayMs: number;
  readonly idleMs: number;
  readonly greetMs: number;
}

const USUAL_PACE: Pace = { awayMs: 30_000, idleMs: 1_000, greetMs: 300_000 };

/** Attempts that are known when they are named again. */
const MOST_REMEMBERED = 1_000;

/** Targets whose last reading was not whole. */
export interface WorkerResult {
  readonly unread: readonly string[];
}

/**
 * Works for the centre until the signal: asks for work, reads, ships. While the centre is away it reads by the schedule that it was told
 * last, and keeps the facts in the spool. Throws a CentreError where the centre does not take the key, and bugs; whatever is being read is
 * ended first.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerResult> {
  const stop = new AbortController();
  const worker = new Worker({ ...options, signal: AbortSignal.any([options.signal, stop.signal]) });
  try {
    return await worker.run();
  } finally {
    stop.abort(new EsxcheckError('INTERRUPTED', 'The worker ends.'));
    await worker.ended();
  }
}

class Worker {
  readonly #options: WorkerOptions;
  readonly #pace: Pace;
  readonly #greeting: Greeting;
  /** What is being read, by target. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #ends = new Map<string, AttemptEnd>();
  readonly #attempts = new Set<string>();
  #refused: ReadonlySet<string> = new Set();
  #away: AwaySchedule | null = null;
  #greetAt = 0;
  #emptying: Promise<void> | null = null;
  /** What ended the worker from within something that it runs. */
  #fatal: { readonly error: unknown } | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#pace = { ...USUAL_PACE, ...options.pace };
    const { worker, version, targets, slots } = options;
    this.#greeting = { worker, version, targets, slots };
  }

  async run(): Promise<WorkerResult> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      if (this.#fatal !== null) throw this.#fatal.error;
      try {
        await this.#turn();
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof CentreError) || error.fault === 'key') throw error;
        await this.#withoutCentre(error);
      }
    }
    await this.ended();
    if (this.#fatal !== null) throw this.#fatal.error;
    return {
      unread: [...this.#ends].filter(([, end]) => end === 'unread' || end === 'incomplete').map(([target]) => target),
    };
  }

  /** Waits for whatever it runs. Never throws. */
  async ended(): Promise<void> {
    await Promise.all([...this.#running.values(), this.#emptying]);
  }

  async #turn(): Promise<void> {
    const startedAt = performance.now();
    if (startedAt >= this.#greetAt) await this.#greet();
    const { slots } = this.#options;
    const free = this.#free();
    const open = Math.min(slots - this.#running.size, free.length);
    if (open <= 0) return this.#pauseUntilOneEnds(this.#pace.idleMs);
    const wish = { worker: this.#greeting.worker, targets: free, slots: open };
    const { centre, keys, signal } = this.#options;
    const jobs = await centre.jobs(keys.speaker, wish, signal);
    for (const job of jobs) await this.#begin(job);
    // A centre that does not hold the question must not be asked without a pause.
    const tookMs = performance.now() - startedAt;
    if (tookMs < this.#pace.idleMs) await this.#pause(this.#pace.idleMs - tookMs);
  }

  async #greet(): Promise<void> {
    const { centre, keys, signal, now, tell, folder } = this.#options;
    const renewed = await keys.renewIfDue(centre, { greeting: this.#greeting, now: now(), signal });
    if (renewed) tell('The key of the site was renewed.');
    const { schedules, refused } = await centre.hello(keys.speaker, this.#greeting, signal);
    await keepSchedules(folder, schedules);
    if (this.#away !== null) tell('The centre is back.');
    this.#away = null;
    for (const { target, code, message } of refused) {
      if (!this.#refused.has(target)) tell(`The centre refuses the target ${target}: ${code}: ${message}`);
    }
    this.#refused = new Set(refused.map(({ target }) => target));
    this.#greetAt = performance.now() + this.#pace.greetMs;
    this.#emptying ??= this.#emptySpool();
  }

  /** What waits goes beside what is being read. */
  async #emptySpool(): Promise<void> {
    const { spool, tell, keys } = this.#options;
    try {
      const { shipped, refused } = await shipSpool({ ...this.#options, speaker: () => keys.speaker }, spool);
      if (shipped > 0) tell(`Shipped from the spool: ${shipped}.`);
      for (const { target, error } of refused) tell(`${target}, from the spool: ${sentenceOf(error)}`);
    } catch (error) {
      this.#endBy(error);
    } finally {
      this.#emptying = null;
    }
  }

  #free(): readonly string[] {
    return this.#options.targets.filter((target) => !this.#running.has(target) && !this.#refused.has(target));
  }

  /** A job is for a target of this site that is not being read; whatever else the centre names is refused, and nothing is called. */
  async #begin(job: Job): Promise<void> {
    if (this.#attempts.has(job.attempt)) return;
    const why = this.#refusalOf(job);
    if (why === null) {
      this.#remember(job.attempt);
      this.#start(job.target, () => runAttempt(this.#attemptOptions(), job));
      return;
    }
    this.#options.tell(`The centre asked for ${JSON.stringify(job.target)}, which is refused: ${why.message}`);
    await tellFailure(this.#attemptOptions(), job.attempt, why);
  }

  #remember(attempt: string): void {
    this.#attempts.add(attempt);
    const [oldest = ''] = this.#attempts;
    if (this.#attempts.size > MOST_REMEMBERED) this.#attempts.delete(oldest);
  }

  #refusalOf({ target }: Job): { readonly code: string; readonly message: string } | null {
    if (!this.#options.targets.includes(target)) {
      return { code: 'TARGET_UNKNOWN', message: 'The config of the site does not hold this target.' };
    }
    if (this.#running.has(target)) return { code: 'TARGET_BUSY', message: 'This worker reads it already.' };
    const isFull = this.#running.size >= this.#options.slots;
    return isFull ? { code: 'WORKER_FULL', message: 'This worker reads as many targets as it has slots.' } : null;
  }

  #attemptOptions(): AttemptOptions {
    return { ...this.#options, speaker: () => this.#options.keys.speaker };
  }

  #start(target: string, work: () => Promise<AttemptEnd>): void {
    const running = work()
      .then((end) => void this.#ends.set(target, end))
      .catch((error: unknown) => this.#endBy(error))
      .finally(() => this.#running.delete(target));
    this.#running.set(target, running);
  }

  /** A key that is not taken, or a bug, ends the worker; that the centre is away is told by the next question. */
  #endBy(error: unknown): void {
    if (error instanceof CentreError && error.fault !== 'key') return;
    if (this.#options.signal.aborted && error instanceof EsxcheckError) return;
    this.#fatal ??= { error };
  }

  async #withoutCentre(error: CentreError): Promise<void> {
    const { tell, now } = this.#options;
    if (this.#away === null) {
      tell(`${sentenceOf(error)} Targets are read by the last schedule, and facts wait in the spool.`);
      this.#away = await AwaySchedule.open(this.#options.folder, now(), tell);
    }
    this.#greetAt = 0;
    for (const target of this.#away.due(this.#free(), now())) {
      if (this.#running.size >= this.#options.slots) break;
      this.#away.begun(target);
      this.#start(target, () => this.#readForSpool(target));
    }
    await this.#pause(this.#pace.awayMs);
  }

  async #readForSpool(target: string): Promise<AttemptEnd> {
    const { read, spool, signal, tell } = this.#options;
    try {
      const { shipment, isComplete } = await read(target, signal);
      await spool.add(shipment);
      tell(`${target} was read and waits in the spool.`);
      return isComplete ? 'read' : 'incomplete';
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      if (!signal.aborted) tell(`${target} was not read: ${sentenceOf(error)}`);
      return 'unread';
    }
  }

  async #pauseUntilOneEnds(ms: number): Promise<void> {
    await Promise.race([this.#pause(ms), ...this.#running.values()]);
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#options.signal }).catch(() => undefined);
  }
}
