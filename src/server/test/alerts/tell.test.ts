import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { alertsSchema, type Channel } from '../../alerts/channels.ts';
import { tellNews } from '../../alerts/tell.ts';
import { HOSTILE, insertEstate, SMALL } from '../support/estate.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
let pool: Pool;
let chat: Server;
let heard: { readonly subject: string; readonly lines: readonly string[]; readonly text?: string }[];
let status = 200;

beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: postgres.url() });
  pool.on('error', () => undefined);
  await pool.query(await readFile(new URL('../../database/migrations/0001-first.sql', import.meta.url), 'utf8'));
  const client = await pool.connect();
  await insertEstate(client, { ...SMALL, churn: 0, hostile: HOSTILE });
  client.release();
  chat = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      heard.push(JSON.parse(body) as never);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => chat.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  chat.close();
  await pool.end();
  await postgres[Symbol.asyncDispose]();
});
beforeEach(async () => {
  heard = [];
  status = 200;
  await pool.query('TRUNCATE told');
  await pool.query("UPDATE finding_now SET verdict = 'pass'");
});

function channels(...more: readonly object[]): readonly Channel[] {
  const webhook = { url: `http://127.0.0.1:${(chat.address() as AddressInfo).port}/secret-path` };
  return alertsSchema.parse(more.map((part, index) => ({ name: `chat ${index}`, webhook, ...part })));
}

function tell(told: readonly Channel[]): ReturnType<typeof tellNews> {
  return tellNews(pool, told, { now: SMALL.now, staleHours: 30, signal: AbortSignal.timeout(20_000) });
}

/** Findings of a host that fail from now on, by its newest judgement. */
async function failNewly(host: number, rules: readonly number[]): Promise<void> {
  await pool.query(
    `UPDATE finding_now SET verdict = 'fail', since = $3, scan = (SELECT max(scan.id) FROM scan JOIN host ON host.target = scan.target WHERE host.id = $1)
     WHERE host = $1 AND rule = ANY ($2::int[])`,
    [host, rules, SMALL.now],
  );
}

test('what newly fails, is stale or dead is told once, in counts, however often and by however many servers', async () => {
  await Promise.all([tell(channels({})), tell(channels({})), tell(channels({}))]);
  expect(heard).toHaveLength(1);
  expect(heard[0]?.subject).toMatch(/1 vCenter is stale, 3 shipments could not be judged$/);
  expect(JSON.stringify(heard)).not.toMatch(/oslo|zurich|script/);
  await tell(channels({}));
  expect(heard).toHaveLength(1);
  await pool.query("UPDATE target SET failed_at = now(), failed_code = 'TIMEOUT' WHERE id = 1");
  await tell(channels({}));
  expect(heard).toHaveLength(2);
  expect(heard[1]?.lines).toEqual(['1 vCenter is stale.']);
  await pool.query('UPDATE target SET failed_at = NULL WHERE id = 1');
});

test('what could not be delivered is told the next time', async () => {
  status = 403;
  const [delivery] = await tell(channels({}));
  expect(delivery?.error).toContain('403');
  expect(JSON.stringify(delivery)).not.toContain('secret-path');
  status = 200;
  await tell(channels({}));
  expect(heard.map(({ subject }) => subject)).toEqual([heard[0]?.subject, heard[0]?.subject]);
});

test('a channel of a site hears of that site alone, with names where it asks for them, and of no advisory', async () => {
  await failNewly(1, [2, 3, 20]);
  await tell(channels({ sites: ['oslo'], detail: 'names' }, { sites: ['zurich'], detail: 'names' }));
  const [oslo, zurich] = [
    heard.find(({ lines }) => lines.join().includes('oslo')),
    heard.find(({ lines }) => lines.join().includes('zurich')),
  ];
  expect(heard).toHaveLength(2);
  expect(oslo?.lines.join()).not.toContain('zurich');
  expect(zurich?.lines.join()).not.toContain('oslo');
  expect(oslo?.lines.join('\n')).toMatch(/2 findings newly fail on 1 host \(hardening\/rule-2, hardening\/rule-3\)/);
  expect(JSON.stringify(heard)).not.toContain('vmsa');
});

test('a finding that failed before and fails otherwise now is no news', async () => {
  await tell(channels({}));
  await pool.query(
    "INSERT INTO finding_past (host, rule, body, scan, since, until, verdict) VALUES (5, 4, 1, 1, $1, $2, 'fail')",
    [new Date(SMALL.now.getTime() - 86_400_000), SMALL.now],
  );
  await failNewly(5, [4]);
  await pool.query("DELETE FROM told WHERE subject LIKE 'failing:%'");
  await tell(channels({}));
  expect(heard).toHaveLength(1);
});

test('no name is markup to a chat', async () => {
  await tell(
    channels({
      detail: 'names',
      webhook: { kind: 'slack', url: `http://127.0.0.1:${(chat.address() as AddressInfo).port}/` },
    }),
  );
  expect(JSON.stringify(heard)).toContain('plain_text');
  expect(heard[0]?.text).not.toContain('<');
});
