import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../database/migrate.ts';
import { requireSchema } from '../../database/migrations.ts';
import { openPool } from '../../database/pool.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const NOW = new Date('2026-12-01T00:00:00Z');
let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

async function database(name: string): Promise<{ address: { url: string; password: null }; pool: pg.Pool }> {
  await server.createDatabase(name);
  const address = { url: server.url(name), password: null };
  return { address, pool: openPool(address) };
}

const MIGRATE = `
  import { migrate } from ${JSON.stringify(new URL('../../database/migrate.ts', import.meta.url).href)};
  const ran = await migrate({ address: { url: process.argv[1], password: null }, role: null, now: new Date() });
  console.log(ran.length);
`;

test('two processes that migrate at once: one runs the steps, the other finds them done', async () => {
  const { address, pool } = await database('two');
  const start = (): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', MIGRATE, address.url]);
  const ran = await Promise.all([start(), start(), start()]);
  expect(ran.map(({ stdout }) => Number(stdout)).toSorted((one, other) => one - other)).toEqual([
    0,
    0,
    expect.any(Number),
  ]);
  await requireSchema(pool);
  await pool.end();
});

test('a schema that is old, later or changed is refused by name', async () => {
  const { address, pool } = await database('refused');
  await expect(requireSchema(pool)).rejects.toMatchObject({ code: 'SCHEMA_OLD' });
  await migrate({ address, role: null, now: NOW });
  await requireSchema(pool);
  await pool.query("UPDATE migration SET hash = sha256('other') WHERE number = 1");
  await expect(migrate({ address, role: null, now: NOW })).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
  await pool.query("UPDATE migration SET number = 9000, name = '9000-later.sql'");
  await expect(requireSchema(pool)).rejects.toMatchObject({ code: 'SCHEMA_NEWER' });
  await pool.end();
});

test('months are made ahead, and what waited in the rest moves to its month', async () => {
  const { address, pool } = await database('months');
  await migrate({ address, role: null, now: NOW });
  await pool.query(`INSERT INTO finding_past SELECT 1, 1, 1, 1, t, t, 'pass', NULL
    FROM unnest(ARRAY['2026-11-30T23:59:59Z', '2028-03-01T00:00:00Z', '2028-03-31T23:59:59Z', '2020-01-01T00:00:00Z']::timestamptz[]) t`);
  await migrate({ address, role: null, now: new Date('2028-02-10T00:00:00Z') });
  const { rows } = await pool.query(
    'SELECT tableoid::regclass::text AS month, count(*)::int FROM finding_past GROUP BY 1 ORDER BY 1',
  );
  expect(rows).toEqual([
    { month: 'finding_past_2026_11', count: 1 },
    { month: 'finding_past_2028_03', count: 2 },
    { month: 'finding_past_rest', count: 1 },
  ]);
  await pool.end();
});

test('the role that serves can write facts, and neither change tables nor the trail', async () => {
  const { address, pool } = await database('roles');
  await expect(migrate({ address, role: 'nobody"; DROP', now: NOW })).rejects.toMatchObject({ code: 'ROLE_UNKNOWN' });
  await pool.query('CREATE ROLE "es-App" LOGIN');
  await migrate({ address, role: 'es-App', now: NOW });
  const client = await pool.connect();
  await client.query('SET ROLE "es-App"');
  await client.query("INSERT INTO site (name) VALUES ('fra')");
  for (const refused of [
    'DROP TABLE site',
    'CREATE TABLE other ()',
    'UPDATE audit SET actor = $$x$$',
    'DELETE FROM migration',
  ]) {
    await expect(client.query(refused), refused).rejects.toMatchObject({ code: '42501' });
  }
  client.release(true);
  await pool.end();
});
