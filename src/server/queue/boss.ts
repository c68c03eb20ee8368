import { createHash } from 'node:crypto';
import { type Db, PgBoss, type JobAttempt } from 'pg-boss';
import { connectionString, type DatabaseAddress } from '../database/pool.ts';
import type { Queryable } from '../database/queryable.ts';

/** The one file that knows pg-boss (pinned exactly). */

export const HEARTBEAT_SECONDS = 10;

/** Dead letters of jobs that read, and of shipments that cannot be judged. */
const READ_DEAD = 'read-dead';
const JUDGE = 'judge';
const JUDGE_DEAD = 'judge-dead';

/** A time at which targets of a site are read. */
export interface Schedule {
  /** A name of a site, or `*` for all. */
  readonly site: string;
  readonly cron: string;
  /** IANA. */
  readonly zone: string;
  /** Targets begin within so many minutes, each at a place of its own. */
  readonly spreadMinutes: number;
}

/** Makes or renews the tables of the queue; needs DDL. */
export async function createQueueSchema(address: DatabaseAddress): Promise<void> {
  const boss = new PgBoss({
    connectionString: connectionString(address),
    max: 2,
    migrate: true,
    createSchema: true,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue(READ_DEAD);
  await boss.createQueue(JUDGE_DEAD);
  await boss.createQueue(JUDGE, {
    retryLimit: 2,
    retryDelay: 5,
    heartbeatSeconds: 30,
    expireInSeconds: 1_800,
    deadLetter: JUDGE_DEAD,
  });
  await boss.stop({ graceful: false });
}

/** A job that was taken: settle it by this, and no other try of it is touched. */
export interface TakenJob extends JobAttempt {
  readonly target: number;
}

export interface JudgeHandlers {
  /** Judges one shipment; what it throws is a try that failed. */
  readonly judge: (shipment: string) => Promise<void>;
  /** Told once all tries are used. */
  readonly dead: (shipment: string) => Promise<void>;
}

/** Jobs to read targets, and to judge what came. */
export class Queue {
  readonly #boss: PgBoss;
  readonly #known = new Set<string>();
  readonly #beside: boolean;

  /** `beside`: for an order of an operator, which neither looks after jobs nor starts any by time. */
  constructor(address: DatabaseAddress, onError: (error: Error) => void, { beside = false } = {}) {
    this.#beside = beside;
    this.#boss = new PgBoss({
      connectionString: connectionString(address),
      max: beside ? 2 : 6,
      supervise: !beside,
      schedule: !beside,
      migrate: false,
      createSchema: false,
      // Who goes silent for a heartbeat is seen a second or two later.
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
      reindex: false,
      application_name: 'esxcheck-server queue',
    });
    this.#boss.on('error', onError);
  }

  async start(): Promise<void> {
    await this.#boss.start();
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: !this.#beside, timeout: 20_000 });
  }

  /** Makes the queue of a target, where it is not there: one job a vCenter is queued or active. */
  async addTarget(target: number): Promise<void> {
    const name = readQueue(target);
    if (this.#known.has(name)) return;
    await this.#boss.createQueue(name, {
      policy: 'exclusive',
      retryLimit: 5,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 6 * 3_600,
      retentionSeconds: 24 * 3_600,
      deadLetter: READ_DEAD,
    });
    this.#known.add(name);
  }

  async removeTarget(target: number): Promise<void> {
    const name = readQueue(target);
    for (const { key } of await this.#boss.getSchedules(name)) await this.#boss.unschedule(name, key);
    await this.#boss.deleteQueue(name);
    this.#known.delete(name);
  }

  /** Has a target read at those times, and at no others. */
  async schedule(target: number, schedules: readonly Schedule[]): Promise<void> {
    const name = readQueue(target);
    const wanted = new Map(schedules.map((one) => [scheduleKey(one), one]));
    for (const { key } of await this.#boss.getSchedules(name)) {
      if (!wanted.has(key)) await this.#boss.unschedule(name, key);
    }
    for (const [key, { cron, zone, spreadMinutes }] of wanted) {
      const options = { tz: zone, key, singletonKey: String(target), startAfter: placeInSpread(target, spreadMinutes) };
      await this.#boss.schedule(name, cron, { target }, { ...options, missed: 'once' });
    }
  }

  /** Whether a cron expression and a zone are understood; the sentence says why not. */
  static mistakeIn(cron: string, zone: string): string | null {
    try {
      new PgBoss('postgres://localhost/').previewSchedule(cron, { tz: zone, from: new Date(), count: 1 });
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Asks for a target to be read now; false where that waits or is under way. */
  async read(target: number): Promise<boolean> {
    return (await this.#boss.send(readQueue(target), { target }, { singletonKey: String(target) })) !== null;
  }

  /** Those of the targets that have a job which could be taken now; one look for all. */
  async waiting(client: Queryable, targets: readonly number[]): Promise<readonly number[]> {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM pgboss.job WHERE name = ANY($1) AND state < 'active' AND start_after <= now() ORDER BY start_after`,
      [targets.map(readQueue)],
    );
    const names = new Set(rows.map(({ name }) => name));
    return targets.filter((target) => names.has(readQueue(target)));
  }

  /** Takes the job of a target that waits, within the caller's transaction. */
  async take(client: Queryable, target: number): Promise<TakenJob | null> {
    const [job] = await this.#boss.fetch(readQueue(target), { db: within(client), batchSize: 1 });
    return job === undefined ? null : { id: job.id, retryCount: job.retryCount, target };
  }

  /** Each is false where that try is over: nothing was settled. */
  async alive(client: Queryable, { target, id, retryCount }: TakenJob): Promise<boolean> {
    const answer = await this.#boss.touch(readQueue(target), { id, retryCount }, { db: within(client) });
    return affected(answer);
  }

  async complete(client: Queryable, { target, id, retryCount }: TakenJob): Promise<boolean> {
    const answer = await this.#boss.complete(readQueue(target), { id, retryCount }, null, { db: within(client) });
    return affected(answer);
  }

  /** A vCenter that could not be read is tried again after one, two, four, eight minutes. */
  async fail(client: Queryable, { target, id, retryCount }: TakenJob, why: object): Promise<boolean> {
    const db = within(client);
    const name = readQueue(target);
    if (!affected(await this.#boss.fail(name, { id, retryCount }, why, { db }))) return false;
    await this.#boss.update(name, undefined, { id, startAfter: 60 * 2 ** Math.min(retryCount, 4), db });
    return true;
  }

  async judge(client: Queryable, shipment: string): Promise<void> {
    await this.#boss.send(JUDGE, { shipment }, { db: within(client) });
  }

  /** Works on shipments that wait, one at a time. */
  async workOnJudging({ judge, dead }: JudgeHandlers): Promise<void> {
    await this.#boss.work<{ shipment: string }>(JUDGE, async (jobs) => {
      for (const { data } of jobs) await judge(data.shipment);
    });
    await this.#boss.work<{ shipment: string }>(JUDGE_DEAD, async (jobs) => {
      for (const { data } of jobs) await dead(data.shipment);
    });
  }
}

function readQueue(target: number): string {
  return `read-${target}`;
}

function scheduleKey({ cron, zone, spreadMinutes }: Schedule): string {
  return createHash('sha256')
    .update(JSON.stringify([cron, zone, spreadMinutes]))
    .digest('hex')
    .slice(0, 16);
}

/** Seconds after the time of the schedule: the same for a target every day, and spread evenly over all. */
export function placeInSpread(target: number, spreadMinutes: number): number {
  if (spreadMinutes === 0) return 0;
  return createHash('sha256').update(`target ${target}`).digest().readUInt32BE(0) % (spreadMinutes * 60);
}

function within(client: Queryable): Db {
  return { executeSql: (text, values) => client.query(text, values) };
}

/** pg-boss counts what it settled, and does not declare it. */
function affected(answer: object): boolean {
  return (answer as { affected?: number }).affected === 1;
}
