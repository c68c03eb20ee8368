import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome, runIn } from '../cli/captured-io.ts';
import { type Running, startProgram } from '../support/program.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { writeFile } from 'node:fs/promises';

const HOSTS = 40;
const PASSWORD = 'hunter2 \u00fcber';
const servers: Simulator[] = [];
for (const uuid of ['a', 'b', 'c']) {
  const estate = generateEstate({ hosts: HOSTS });
  const accounts = estate.accounts.map((each) => ({ ...each, password: PASSWORD }));
  servers.push(await simulatedVcenter({ ...estate, instanceUuid: uuid, accounts }));
}
const folder = await temporaryFolder();
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await folder[Symbol.asyncDispose]();
});
beforeEach(() => {
  for (const { settings } of servers) Object.assign(settings, { latency: 0 });
});

const knownHosts = join(folder.path, 'known_hosts');
await writeFile(
  knownHosts,
  servers.map(({ port, certificate }) => `127.0.0.1:${port} ${certificate.sha256}\n`).join(''),
);
const WORDS = ['--user', ACCOUNT.user, '--known-hosts', knownHosts, ...servers.flatMap(({ url }) => ['--target', url])];
const ENV = { HOME: folder.path, ESXCHECK_PASSWORD: PASSWORD, MY_OWN: PASSWORD };

function starting(words: readonly string[]): Running {
  return startProgram(['scan', '--format', 'json', ...words, ...WORDS], { env: ENV, cwd: folder.path });
}

/** Documents without what tells when they were made. */
function timeless(text: string): string {
  return text.replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, '"now"');
}

/** Commands that each server was asked to run on hosts. */
function asked(): readonly number[] {
  return servers.map(({ calls }) => calls.byMethod.get('ExecuteSoap') ?? 0);
}

/** Waits until hosts of all servers are being asked. */
async function readingBegins(before: readonly number[]): Promise<void> {
  while (asked().some((count, index) => count === before[index])) await wait(50);
}

/** Sessions and connections of each server. */
function left(): readonly (readonly number[])[] {
  return servers.map(({ openSessions, openConnections }) => [openSessions, openConnections]);
}

/** What is left when nothing is, or after ten seconds. */
async function leftAtLast(): Promise<readonly (readonly number[])[]> {
  for (
    let tries = 0;
    tries < 200 &&
    left()
      .flat()
      .some((count) => count > 0);
    tries += 1
  )
    await wait(50);
  return left();
}

test('the program as it is built prints the same with and without processes', async () => {
  const [one, many] = [await starting(['--processes', '1']).ended, await starting(['--processes', '3']).ended];
  expect(many.exitCode).toBe(one.exitCode);
  expect(JSON.parse(many.stdout)).toMatchObject({ summary: { hosts: HOSTS * 3 } });
  expect(timeless(many.stdout)).toBe(timeless(one.stdout));
  expect(many.stderr).toBe(one.stderr);
}, 120_000);

test.each([
  ['SIGTERM', [130, null]],
  ['SIGKILL', [null, 'SIGKILL']],
] as const)(
  'after %s nothing is left: no process, no session',
  async (signal, end) => {
    for (const { settings } of servers) Object.assign(settings, { latency: 300 });
    const before = asked();
    const { child, ended } = starting(['--processes', '2']);
    await readingBegins(before);
    child.kill(signal);
    const { exitCode, signal: by } = await ended;
    expect([exitCode, by]).toEqual(end);
    expect(await leftAtLast()).toEqual(servers.map(() => [0, 0]));
  },
  120_000,
);

const TELLING = fileURLToPath(new URL('support/telling.mjs', import.meta.url));

function scanTelling(file: string, words: readonly string[]): Promise<Outcome> {
  const reader = [process.execPath, TELLING, file];
  return runIn(['scan', '--format', 'json', ...words, ...WORDS], { env: { ...process.env, ...ENV }, reader });
}

test('nobody can see a secret of a reader, and where it cannot work the scan goes on without it', async () => {
  const file = join(folder.path, 'seen.json');
  const { stdout } = await scanTelling(file, ['--processes', '2']);
  expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  expect(readFileSync(file, 'utf8')).toContain('PATH');
  expect(JSON.parse(stdout)).toMatchObject({ summary: { hosts: HOSTS * 3, unreachable: 0 } });
}, 120_000);

test.each([[[]], [['--processes', '1']], [['--processes', '2', '--trace-soap', join(folder.path, 'trace')]]])(
  'nothing asked for, one process and a trace take no reader: %j',
  async (words) => {
    const file = join(folder.path, 'unseen.json');
    await scanTelling(file, words);
    expect(existsSync(file)).toBe(false);
  },
  120_000,
);
