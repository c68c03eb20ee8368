import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

test('the first form of the schema can be made, and what is committed outlives a restart', async () => {
  await using server = await startPostgres();
  const first = new Client(server.url());
  await first.connect();
  await first.query(await readFile(new URL('../../database/migrations/0001-first.sql', import.meta.url), 'utf8'));
  await first.query("INSERT INTO site (name) VALUES ('fra')");
  first.on('error', () => undefined);
  await server.restart();
  const second = new Client(server.url());
  await second.connect();
  expect((await second.query('SELECT name FROM site')).rows).toEqual([{ name: 'fra' }]);
  await second.end();
});
