import type { Queryable } from '../database/queryable.ts';
import type { Queue, Schedule } from '../queue/boss.ts';
import { MOST_TARGETS } from './bodies.ts';

/** A target that a site may not have. */
export interface RefusedTarget {
  readonly target: string;
  readonly code: string;
  readonly message: string;
}

export interface Worker {
  readonly worker: string;
  readonly version: string;
}

/** Claims targets by name within the site; those it has already stay as they are. Runs in a transaction. */
export async function claimTargets(
  client: Queryable,
  site: string,
  names: readonly string[],
): Promise<{ readonly ids: ReadonlyMap<string, number>; readonly refused: readonly RefusedTarget[] }> {
  // One at a time for a site, so that two workers cannot pass the limit together.
  const { rows: sites } = await client.query('SELECT name FROM site WHERE name = $1 FOR NO KEY UPDATE', [site]);
  if (sites.length === 0) return { ids: new Map(), refused: [] };
  const known = await idsOf(client, site);
  const fresh = [...new Set(names)].filter((name) => !known.has(name));
  const taken = fresh.slice(0, Math.max(0, MOST_TARGETS - known.size));
  if (taken.length > 0)
    await client.query('INSERT INTO target (site, name) SELECT $1, unnest($2::text[])', [site, taken]);
  const ids = taken.length > 0 ? await idsOf(client, site) : known;
  const wanted = new Set(names);
  return {
    ids: new Map([...ids].filter(([name]) => wanted.has(name))),
    refused: fresh.slice(taken.length).map((target) => ({
      target,
      code: 'TARGETS_TOO_MANY',
      message: `A site has at most ${MOST_TARGETS} targets.`,
    })),
  };
}

/** Names and ids of all targets of a site. */
export async function idsOf(client: Queryable, site: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: number; name: string }>(
    'SELECT id, name FROM target WHERE site = $1 ORDER BY id',
    [site],
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Keeps which worker reads what, and that the site was heard. */
export async function noteWorker(
  client: Queryable,
  site: string,
  ids: readonly number[],
  { worker, version }: Worker,
): Promise<void> {
  await client.query('UPDATE site SET heard_at = now() WHERE name = $1', [site]);
  await client.query('UPDATE target SET worker = $2, worker_version = $3 WHERE id = ANY($1::int[])', [
    ids,
    worker,
    version,
  ]);
}

/** Those that nothing is known of, and that nobody was asked to read: they are read at once, and then by their schedule. */
export async function neverTried(client: Queryable, ids: readonly number[]): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM target WHERE id = ANY($1::int[]) AND read_at IS NULL AND failed_at IS NULL
      AND NOT EXISTS (SELECT FROM attempt WHERE attempt.target = target.id)`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** The schedules that a site's targets are read by. */
export function schedulesOf(schedules: readonly Schedule[], site: string): readonly Schedule[] {
  return schedules.filter((one) => one.site === '*' || one.site === site);
}

/** Gives all targets of all sites their queues and times; those of revoked sites are read at none. */
export async function scheduleAll(client: Queryable, queue: Queue, schedules: readonly Schedule[]): Promise<void> {
  const { rows } = await client.query<{ id: number; site: string; revoked: boolean }>(
    `SELECT t.id, t.site, s.revoked_at IS NOT NULL AS revoked FROM target t JOIN site s ON s.name = t.site ORDER BY t.id`,
  );
  for (const { id, site, revoked } of rows) {
    await queue.addTarget(id);
    await queue.schedule(id, revoked ? [] : schedulesOf(schedules, site));
  }
}
