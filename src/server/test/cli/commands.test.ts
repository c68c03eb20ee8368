import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../support/centre.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { snapshotBytes, TestSite } from '../support/site.ts';

let postgres: TestPostgres;
let centre: TestCentre;
beforeAll(async () => {
  postgres = await startPostgres();
  centre = await startCentre(postgres, 'commands');
});
afterAll(async () => {
  await centre[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});

async function statusOf(path: string): Promise<{ status: number; code: unknown; headers: unknown }> {
  const dispatcher = new Agent({ connect: { ca: centre.certificate } });
  const { statusCode, body, headers } = await request(`${centre.origin}${path}`, { dispatcher });
  return { status: statusCode, code: ((await body.json()) as { code?: unknown }).code, headers };
}

test('probes tell whether the schema is of this release, with the headers of helmet', async () => {
  expect(await statusOf('/healthz')).toMatchObject({ status: 200, headers: { 'x-content-type-options': 'nosniff' } });
  expect(await statusOf('/readyz')).toMatchObject({ status: 200 });
  const client = new Client({ connectionString: centre.databaseUrl });
  await client.connect();
  await client.query('UPDATE migration SET number = number + 9000');
  expect(await statusOf('/readyz')).toMatchObject({ status: 503, code: 'SCHEMA_NEWER' });
  await client.query('UPDATE migration SET number = number - 9000');
  await client.end();
});

test('sites are added, listed, and forgotten with a receipt only when that is confirmed', async () => {
  const fra = await TestSite.enrolled(centre, 'fra');
  expect(await fra.ship('vc01', snapshotBytes('one'))).toMatchObject({ status: 201 });
  expect((await centre.command('site', 'list')).stdout).toMatch(/fra.*enrolled.*1/);
  expect(await centre.command('site', 'forget', 'fra')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^NOT_CONFIRMED: .*\n {2}Add --confirm/),
  });
  const { code, stdout } = await centre.command('site', 'forget', 'fra', '--confirm');
  expect({ code, receipt: JSON.parse(stdout) }).toEqual({
    code: 0,
    receipt: { site: 'fra', targets: 1, hosts: 0, shipments: 1, pastFindings: 0 },
  });
  expect(await fra.post('/site/v1/hello', {})).toMatchObject({ status: 401, body: { code: 'KEY_UNKNOWN' } });
  expect(await centre.command('site', 'revoke', 'fra')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SITE_UNKNOWN'),
  });
  expect(await centre.command('site', 'add', 'FRA')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SITE_INVALID'),
  });
});

test('misuse and bad configs are one clear sentence with a code', async () => {
  expect(await centre.command('serv')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('USAGE: '),
  });
  expect(await centre.command('site')).toMatchObject({ code: 2, stderr: expect.stringContaining('USAGE: ') });
  expect((await centre.command('--help')).stdout).toMatch(/migrate[^]*serve[^]*site[^]*judge/);
  expect((await centre.command('migrate')).stdout).toBe('The schema is that of this release.\n');
  const file = join(centre.folder, 'server.yaml');
  const good = await readFile(file, 'utf8');
  const refused = async (text: string): Promise<string> => {
    await writeFile(file, text);
    const { code, stderr } = await centre.command('serve');
    await writeFile(file, good);
    expect(code).toBeGreaterThan(0);
    expect(code).toBeLessThan(3);
    return stderr;
  };
  expect(await refused(good.replace('127.0.0.1, port', '0.0.0.0, port'))).toMatch(/^LOGIN_MISSING: /);
  expect(await refused(good.replace(/listen:.*/, 'listen: { address: 0.0.0.0, port: 1 }'))).toMatch(
    /^CERTIFICATE_MISSING: /,
  );
  expect(await refused(`${good}\nshedules: []`)).toMatch(/server\.yaml:4:1: unknown key "shedules"/);
  expect(await refused(`${good}\nschedules:\n  - { site: '*', cron: '0 26 * * *', zone: Europe/Berlin }`)).toMatch(
    /server\.yaml:5:\d+: schedules > 0 > cron/,
  );
  expect(await refused(`${good}\nschedules:\n  - { site: '*', cron: '0 2 * * *', zone: Mars/Base }`)).toMatch(
    /SERVER_CONFIG_INVALID/,
  );
  expect(await refused(good.replace('postgres@', 'postgres:secret@'))).toMatch(/without a password/);
  expect(await refused(good.replace('postgres@', 'postgres:secret@'))).not.toContain('secret@');
  expect(await refused(good.replace('file: pg', 'file: none'))).toMatch(/none/);
  expect(await refused(good.replace('/commands', '/nowhere'))).toMatch(/^DATABASE_REFUSED: /);
  expect(await refused(good.replace(/@127\.0\.0\.1:\d+/, '@127.0.0.1:1'))).toMatch(/^DATABASE_AWAY: /);
});

test('while PostgreSQL is away sites are told so, the process lives on, and SIGTERM drains', async () => {
  const lon = await TestSite.enrolled(centre, 'lon');
  const hello = { worker: 'w', version: '1', targets: ['vc'], slots: 1 };
  await postgres.whileStopped(async () => {
    expect(await lon.post('/site/v1/hello', hello)).toMatchObject({ status: 503, body: { code: 'DATABASE_AWAY' } });
    expect(await statusOf('/readyz')).toMatchObject({ status: 503, code: 'DATABASE_AWAY' });
    expect(await statusOf('/healthz')).toMatchObject({ status: 200 });
  });
  expect((await lon.post('/site/v1/hello', hello)).status).toBe(200);
  const waiting = lon.post('/site/v1/jobs', { worker: 'w', targets: ['other'], slots: 1 });
  await new Promise((done) => setTimeout(done, 700));
  const stopped = centre.stop();
  expect(await waiting).toEqual({ status: 200, body: { jobs: [] } });
  expect(await stopped).toBe(0);
});
