import { randomUUID } from 'node:crypto';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import type { Queryable } from '../database/queryable.ts';
import { type ConnectionPool, inTransaction } from '../database/transaction.ts';
import { HEARTBEAT_SECONDS, type Queue, type TakenJob } from '../queue/boss.ts';
import { attemptOver } from './refusal.ts';
import { idsOf } from './targets.ts';

/** A job as a worker is given it. */
export interface GivenJob {
  readonly attempt: string;
  readonly target: string;
  readonly heartbeatSeconds: number;
}

export interface JobRequest {
  readonly site: string;
  readonly worker: string;
  readonly targets: readonly string[];
  readonly slots: number;
}

/** Takes jobs that wait for those targets of the site, at most as many as there are slots. */
export async function takeJobs(pool: ConnectionPool, queue: Queue, request: JobRequest): Promise<readonly GivenJob[]> {
  const { site, worker, targets, slots } = request;
  const ids = await idsOf(pool, site);
  const names = new Map(targets.flatMap((name) => (ids.has(name) ? [[ids.get(name) ?? 0, name] as const] : [])));
  const waiting = await queue.waiting(pool, [...names.keys()]);
  const jobs: GivenJob[] = [];
  for (const target of waiting.slice(0, slots)) {
    const attempt = await inTransaction(pool, async (client) => {
      const job = await queue.take(client, target);
      return job === null ? null : addAttempt(client, job, worker);
    });
    if (attempt !== null) jobs.push({ attempt, target: names.get(target) ?? '', heartbeatSeconds: HEARTBEAT_SECONDS });
  }
  return jobs;
}

/** A new try of a job; what an earlier one left open is lost. */
async function addAttempt(client: Queryable, { id, retryCount, target }: TakenJob, worker: string): Promise<string> {
  await client.query("UPDATE attempt SET ended_at = now(), outcome = 'lost' WHERE job = $1 AND ended_at IS NULL", [id]);
  const attempt = randomUUID();
  await client.query('INSERT INTO attempt (id, job, retry, target, worker) VALUES ($1, $2, $3, $4, $5)', [
    attempt,
    id,
    retryCount,
    target,
    worker,
  ]);
  return attempt;
}

/** The job of an attempt of this site that has not ended. Throws ATTEMPT_OVER. */
export async function openAttempt(client: Queryable, site: string, attempt: string): Promise<TakenJob> {
  const { rows } = await client.query<{ job: string; retry: number; target: number }>(
    `SELECT a.job, a.retry, a.target FROM attempt a JOIN target t ON t.id = a.target
      WHERE a.id = $1 AND t.site = $2 AND a.ended_at IS NULL`,
    [attempt, site],
  );
  const [row] = rows;
  if (row === undefined) throw attemptOver();
  return { id: row.job, retryCount: row.retry, target: row.target };
}

/** Says that a worker still reads. Throws ATTEMPT_OVER. Runs in a transaction. */
export async function keepAlive(client: Queryable, queue: Queue, site: string, attempt: string): Promise<void> {
  const job = await openAttempt(client, site, attempt);
  if (!(await queue.alive(client, job))) throw attemptOver();
  await client.query('UPDATE attempt SET heard_at = now() WHERE id = $1', [attempt]);
}

/** Ends an attempt that came to its end, with its outcome. Throws ATTEMPT_OVER where another was faster. */
export async function endAttempt(
  client: Queryable,
  attempt: string,
  {
    outcome,
    code,
    message,
  }: { readonly outcome: 'shipped' | 'failed'; readonly code: string | null; readonly message: string | null },
): Promise<void> {
  const { rowCount } = await client.query(
    'UPDATE attempt SET ended_at = now(), outcome = $2, code = $3, message = $4 WHERE id = $1 AND ended_at IS NULL',
    [attempt, outcome, code, message],
  );
  if (rowCount !== 1) throw attemptOver();
}

const LONGEST_MESSAGE = 1_000;

/** Keeps why a target could not be read. Throws ATTEMPT_OVER. Runs in a transaction. */
export async function failAttempt(
  client: Queryable,
  queue: Queue,
  {
    site,
    attempt,
    code,
    message,
  }: { readonly site: string; readonly attempt: string; readonly code: string; readonly message: string },
): Promise<void> {
  const job = await openAttempt(client, site, attempt);
  const words = shown(message, LONGEST_MESSAGE);
  if (!(await queue.fail(client, job, { code, message: words }))) throw attemptOver();
  await endAttempt(client, attempt, { outcome: 'failed', code, message: words });
  await client.query('UPDATE target SET failed_at = now(), failed_code = $2, failed_message = $3 WHERE id = $1', [
    job.target,
    code,
    words,
  ]);
}

/** Text of a site as it is kept: bounded, and without what terminals and databases stumble over. */
export function shown(text: string, most: number): string {
  return escapeControlCharacters(Buffer.from(text.slice(0, most)).toString('utf8'));
}
