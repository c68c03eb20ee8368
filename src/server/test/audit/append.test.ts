import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit, firstBrokenEntry } from '../../audit/append.ts';
import { migrate } from '../../database/migrate.ts';
import { openPool } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let server: TestPostgres;
let pool: pg.Pool;
beforeAll(async () => {
  server = await startPostgres();
  const address = { url: server.url(), password: null };
  await migrate({ address, role: null, now: new Date() });
  pool = openPool(address);
});
afterAll(async () => {
  await pool.end();
  await server[Symbol.asyncDispose]();
});

test('forty entries of many at once are one chain, and the first that was changed or taken away is found', async () => {
  const details = [
    { b: 1, a: [null, 'ä\u2028', { z: 1.5, y: true }] },
    { large: 1e21, small: 1e-7, left: undefined },
    { '': '{"a":1}' },
  ];
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      inTransaction(pool, (client) =>
        audit(client, { actor: `site:s${index}`, action: 'enrolled', detail: details[index % 3] ?? {} }),
      ),
    ),
  );
  await expect(
    inTransaction(pool, async (client) => {
      await audit(client, { actor: 'site:x', action: 'undone', detail: {} });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await firstBrokenEntry(pool)).toBeNull();
  await expect(pool.query('DELETE FROM audit WHERE number = 7')).rejects.toThrow('never changed');
  expect(await brokenAfter("UPDATE audit SET detail = '{}' WHERE number = 17")).toBe('17');
  expect(await brokenAfter("UPDATE audit SET at = at + interval '1 ms' WHERE number = 1")).toBe('1');
  expect(await brokenAfter('DELETE FROM audit WHERE number = 30')).toBe('31');
  expect(await brokenAfter('UPDATE audit SET number = number + 100 WHERE number = 40')).toBe('140');
});

/** Whoever owns the table can switch the trigger off; the chain tells. */
async function brokenAfter(change: string): Promise<string | null> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('ALTER TABLE audit DISABLE TRIGGER audit_is_kept');
  await client.query(change);
  const found = await firstBrokenEntry(client);
  await client.query('ROLLBACK');
  client.release();
  return found;
}
