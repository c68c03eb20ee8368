import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyIdOf } from '../../../site/signatures.ts';
import { openPool } from '../../database/pool.ts';
import { placeInSpread, Queue } from '../../queue/boss.ts';
import { startCentre, type TestCentre } from '../support/centre.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { snapshotBytes, TestSite } from '../support/site.ts';

let postgres: TestPostgres;
let centre: TestCentre;
let pool: pg.Pool;
let site: TestSite;
let other: TestSite;
let queue: Queue;
beforeAll(async () => {
  postgres = await startPostgres();
  centre = await startCentre(postgres, 'jobs');
  pool = openPool({ url: centre.databaseUrl, password: null });
  site = await TestSite.enrolled(centre, 'fra');
  other = await TestSite.enrolled(centre, 'lon');
  queue = new Queue({ url: centre.databaseUrl, password: null }, () => undefined, { beside: true });
  await queue.start();
});
afterAll(async () => {
  await queue.stop();
  await pool.end();
  await centre[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});

const OVER = { status: 409, body: { code: 'ATTEMPT_OVER' } };

/** A target that was never tried: it is read as soon as its site tells of it. */
async function job(name: string): Promise<number> {
  await site.post('/site/v1/hello', { worker: 'w1', version: '1', targets: [name], slots: 1 });
  const { rows } = await pool.query<{ id: number }>("SELECT id FROM target WHERE name = $1 AND site = 'fra'", [name]);
  const id = rows[0]?.id ?? 0;
  expect(await queue.read(id)).toBe(false);
  return id;
}

test('one job a vCenter, for its own site alone; a result settles it', async () => {
  const id = await job('one');
  expect(await queue.read(id)).toBe(false);
  await other.post('/site/v1/hello', { worker: 'w', version: '1', targets: ['one'], slots: 1 });
  expect((await other.post('/site/v1/jobs', { worker: 'w', targets: ['one'], slots: 0 })).body).toEqual({ jobs: [] });
  const attempt = await site.takeJob('one');
  expect(await queue.read(id)).toBe(false);
  expect(await other.post(`/site/v1/jobs/${attempt}/alive`, {})).toMatchObject(OVER);
  expect(await other.post(`/site/v1/jobs/${attempt}/failed`, { code: 'X', message: '' })).toMatchObject(OVER);
  expect(await other.ship('one', snapshotBytes('lon-1'), { attempt })).toMatchObject(OVER);
  expect((await site.post(`/site/v1/jobs/${attempt}/alive`, {})).status).toBe(204);
  expect(await site.ship('one', snapshotBytes('fra-1'), { attempt })).toMatchObject({ status: 201 });
  expect(await site.ship('one', snapshotBytes('fra-1'), { attempt })).toMatchObject({
    status: 200,
    body: { known: true },
  });
  expect(await site.ship('one', snapshotBytes('fra-1', 1), { attempt })).toMatchObject(OVER);
  expect(await site.post(`/site/v1/jobs/${attempt}/alive`, {})).toMatchObject(OVER);
  expect(await site.post('/site/v1/jobs/nonsense/alive', {})).toMatchObject(OVER);
  expect(await queue.read(id)).toBe(true);
});

test('a target that could not be read is told, tried again later, and is not read', async () => {
  const id = await job('down');
  const attempt = await site.takeJob('down');
  const why = { code: 'UNREACHABLE', message: 'no\u0000\u001b[31m route' };
  expect((await site.post(`/site/v1/jobs/${attempt}/failed`, why)).status).toBe(204);
  const { rows } = await pool.query('SELECT failed_code, failed_message, read_at FROM target WHERE id = $1', [id]);
  expect(rows).toEqual([
    { failed_code: 'UNREACHABLE', failed_message: expect.not.stringMatching(/\p{Cc}/u), read_at: null },
  ]);
  const { rows: jobs } = await pool.query(
    "SELECT state, start_after > now() + interval '50 s' AS later FROM pgboss.job WHERE name = $1",
    [`read-${id}`],
  );
  expect(jobs).toEqual([{ state: 'retry', later: true }]);
});

test('a worker that goes silent is followed by another below 15 seconds; woken, nothing of it is taken', async () => {
  await job('frozen');
  const frozen = await site.takeJob('frozen');
  const begun = performance.now();
  const second = await site.takeJob('frozen');
  expect((performance.now() - begun) / 1_000).toBeGreaterThan(9);
  expect((performance.now() - begun) / 1_000).toBeLessThan(15);
  expect(second).not.toBe(frozen);
  expect(await site.ship('frozen', snapshotBytes('fra-f'), { attempt: frozen })).toMatchObject(OVER);
  expect(await site.post(`/site/v1/jobs/${frozen}/failed`, { code: 'X', message: '' })).toMatchObject(OVER);
  const { rows: none } = await pool.query(
    "SELECT count(*)::int AS n FROM shipment s JOIN target t ON t.id = s.target WHERE t.name = 'frozen'",
  );
  expect(none).toEqual([{ n: 0 }]);
  expect(await site.ship('frozen', snapshotBytes('fra-f', 2), { attempt: second })).toMatchObject({ status: 201 });
  const { rows } = await pool.query('SELECT outcome FROM attempt WHERE id = ANY($1) ORDER BY started_at', [
    [frozen, second],
  ]);
  expect(rows).toEqual([{ outcome: 'lost' }, { outcome: 'shipped' }]);
});

test('the server killed four times and PostgreSQL restarted twice, with shipments under way: nothing lost, nothing twice', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `vc-${index}`);
  await site.post('/site/v1/hello', { worker: 'w1', version: '1', targets: names, slots: 1 });
  const accepted = new Set<string>();
  /** As a worker does: whatever goes wrong, it asks for the job anew. */
  const work = async (name: string, index: number): Promise<void> => {
    for (let mark = 0; !accepted.has(name); mark++) {
      try {
        const attempt = await site.takeJob(name);
        const bytes = snapshotBytes(`fra-${name}`, 1_000 * index + mark);
        for (let again = 0; again < 50 && !accepted.has(name); again++) {
          const answer = await site.ship(name, bytes, { attempt }).catch(() => null);
          if (answer?.status === 201 || answer?.status === 200) accepted.add(name);
          else if (answer?.status === 409) break;
          else await new Promise((done) => setTimeout(done, 100));
        }
      } catch {
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  };
  const working = (async () => {
    const rest = [...names.entries()];
    const lane = async (): Promise<void> => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next[1], next[0]);
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
  })();
  for (const [number, count] of [2, 6, 10, 14, 17, 20].entries()) {
    while (accepted.size < count) await new Promise((done) => setTimeout(done, 5));
    if (number % 3 === 2) await postgres.restart();
    else {
      await centre.kill();
      await centre.start();
    }
  }
  await working;
  const { rows } = await pool.query(
    `SELECT t.name, count(*)::int AS shipments, (SELECT count(*)::int FROM pgboss.job j WHERE j.name = 'judge' AND j.data->>'shipment' = min(s.id)::text) AS judging
       FROM shipment s JOIN target t ON t.id = s.target WHERE t.name LIKE 'vc-%' AND t.site = 'fra' GROUP BY t.name`,
  );
  expect(rows).toHaveLength(names.length);
  expect(rows.filter(({ shipments, judging }) => shipments !== 1 || judging !== 1)).toEqual([]);
  const { rows: open } = await pool.query("SELECT count(*)::int AS n FROM attempt WHERE outcome = 'shipped'");
  expect(open[0]?.n).toBe(names.length + 2);
}, 120_000);

test('targets begin at places of their own within the spread', () => {
  const places = Array.from({ length: 600 }, (_, target) => placeInSpread(target, 60));
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...places)).toBeLessThan(3_600);
  const quarters = [0, 1, 2, 3].map((quarter) => places.filter((place) => Math.floor(place / 900) === quarter).length);
  expect(Math.min(...quarters)).toBeGreaterThan(100);
  expect(keyIdOf(site.rawKey)).toHaveLength(64);
  expect(placeInSpread(3, 0)).toBe(0);
});
