import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withDeadline } from '../../src/run/unattended-pass.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { runInProcess } from '../support/in-process.ts';
import { startProgram } from '../support/program.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';

const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944';

let failing: Simulator;
let fine: Simulator;
let folder: string;

function estate(host: string): string {
  return `instanceUuid: ${randomUUID()}\ndatacenters: [{ name: Lab, clusters: [{ name: A, hosts: [{ ${host} }] }] }]`;
}

beforeAll(async () => {
  failing = await simulatedVcenter(estate(`name: esx-01, ${GEN8}, kernel: { iovDisableIR: 'TRUE' }`));
  fine = await simulatedVcenter(estate(`name: esx-02, ${GEN8}, kernel: { iovDisableIR: 'FALSE' }`));
});
afterAll(() => Promise.all([failing.close(), fine.close()]));
beforeEach(async () => {
  folder = await folderOfTest();
  await writeFile(join(folder, 'secret'), `${ACCOUNT.password}\n`, { mode: 0o600 });
});

/** A target of a config, with where its password comes from. */
function target({ host, port, certificate }: Simulator, password = '{ file: secret }'): string {
  return `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: ${password}, trust: { thumbprints: ['${certificate.sha256}'] } }`;
}

async function config(targets: readonly string[], more = ''): Promise<string> {
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, `packs: [hpe]\ntargets:\n${targets.map((one) => `  - ${one}\n`).join('')}${more}`, {
    mode: 0o600,
  });
  return file;
}

function env(): Record<string, string> {
  return { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
}

async function pass(file: string, ...words: readonly string[]) {
  return runInProcess(['run', '--config', file, ...words], { env: env() });
}

const REPORTS =
  'reports: [{ file: report.html }, { file: out/findings.csv }, { file: scan.json }]\nhistory: { file: h.db }\n';

test('all targets are scanned, the scan is kept, the reports are written, and nothing is said', async () => {
  await mkdir(join(folder, 'out'));
  const file = await config([target(failing), target(fine)], REPORTS);
  const first = await pass(file);
  expect(first).toMatchObject({ exitCode: 1, stdout: '', stderr: '' });
  const scan = JSON.parse(await readFile(join(folder, 'scan.json'), 'utf8')) as {
    hosts: { name: string }[];
    since: unknown;
  };
  expect(scan.hosts.map(({ name }) => name)).toEqual(['esx-01', 'esx-02']);
  expect(scan.since).toBeNull();
  expect(await readFile(join(folder, 'out', 'findings.csv'), 'utf8')).toContain('esx-02');
  await pass(file);
  const again = JSON.parse(await readFile(join(folder, 'scan.json'), 'utf8')) as { since: { compared: number } };
  expect(again.since.compared).toBe(2);
  const page = await readFile(join(folder, 'report.html'), 'utf8');
  expect(page).toContain('Changes since the last scan');
  expect(page).toContain('over time');
  const listed = await runInProcess(['history', '--history', join(folder, 'h.db'), '--format', 'lines'], {
    env: env(),
  });
  expect(listed.stdout).toContain('summary scans=2');
  expect([failing.openSessions, fine.openSessions]).toEqual([0, 0]);
});

test.each([
  [
    'a port at which nobody listens',
    `{ address: '127.0.0.1:1', user: a, password: { file: secret } }`,
    'CONNECTION_REFUSED',
  ],
  ['a password file that is not there', `{ address: vc.example, user: a, password: { file: gone } }`, 'FILE_NOT_READ'],
  ['a variable that is not set', `{ address: vc.example, user: a, password: { env: NOT_SET } }`, 'PASSWORD_MISSING'],
  [
    'a credential of systemd where there is none',
    `{ address: vc.example, user: a, password: { credential: vc } }`,
    'PASSWORD_MISSING',
  ],
  [
    'a command that fails',
    `{ address: vc.example, user: a, password: { command: 'false' } }`,
    'PASSWORD_COMMAND_FAILED',
  ],
  ['a token file that is not there', '{ address: vc.example, tokenFile: gone.xml }', 'FILE_NOT_READ'],
  ['a token file that holds something else', '{ address: vc.example, tokenFile: secret }', 'TOKEN_INVALID'],
])('%s spoils no other target', async (_what, broken, code) => {
  const file = await config([broken, target(fine)], 'reports: [{ file: scan.json }]\n');
  const { exitCode, stderr } = await pass(file);
  expect(exitCode).toBe(3);
  expect(stderr).toContain(code);
  const scan = JSON.parse(await readFile(join(folder, 'scan.json'), 'utf8')) as {
    hosts: unknown[];
    targets: { error: { code: string } | null }[];
  };
  expect(scan.hosts).toHaveLength(1);
  expect(scan.targets.map(({ error }) => error?.code ?? null)).toEqual([code, null]);
});

test('a target logs in by the token that a file beside the config holds', async () => {
  const token = `<s:Assertion xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion"><s:Subject><s:NameID>${ACCOUNT.user}</s:NameID></s:Subject></s:Assertion>`;
  await writeFile(join(folder, 'token.xml'), token, { mode: 0o600 });
  const { host, port, certificate } = fine;
  const trust = `trust: { thumbprints: ['${certificate.sha256}'] }`;
  const file = await config([`{ address: '${host}:${port}', tokenFile: token.xml, ${trust} }`]);
  const [byToken, byPassword] = [fine.calls.count('LoginByToken'), fine.calls.count('Login')];
  expect(await pass(file)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(fine.calls.count('LoginByToken')).toBe(byToken + 1);
  expect(fine.calls.count('Login')).toBe(byPassword);
});

test.each(['user: a', 'user: a, password: { env: X }, tokenFile: t.xml', 'password: { env: X }'])(
  'a target with { %s } says neither one thing nor the other',
  async (keys) => {
    const { exitCode, stderr } = await pass(await config([`{ address: vc.example, ${keys} }`]));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('either user and password or tokenFile were expected');
  },
);

test('a wrong password spoils its own account alone, and is never shown', async () => {
  await writeFile(join(folder, 'wrong'), 'xyzzy-wrong', { mode: 0o600 });
  const other = target(failing, '{ file: wrong }').replace(ACCOUNT.user, 'other@vsphere.local');
  const { exitCode, stderr } = await pass(await config([other, target(fine)]));
  expect(exitCode).toBe(3);
  expect(stderr).toContain('other@vsphere.local');
  expect(stderr).not.toContain('xyzzy');
});

test('an account that was refused once is tried at no other server, so that none of them locks it', async () => {
  await writeFile(join(folder, 'wrong'), 'xyzzy-wrong', { mode: 0o600 });
  const before = fine.calls.count('Login');
  const { exitCode } = await pass(await config([target(failing, '{ file: wrong }'), target(fine)]));
  expect([exitCode, fine.calls.count('Login') - before]).toEqual([2, 0]);
});

test('passwords come from variables, commands and credentials too', async () => {
  const credentials = join(folder, 'credentials');
  await mkdir(credentials);
  await writeFile(join(credentials, 'vc'), ACCOUNT.password, { mode: 0o440 });
  for (const source of ['{ env: VC_PASSWORD }', `{ command: 'cat ${join(folder, 'secret')}' }`, '{ credential: vc }']) {
    const file = await config([target(fine, source)]);
    const given = { ...env(), VC_PASSWORD: ACCOUNT.password, CREDENTIALS_DIRECTORY: credentials };
    const outcome = await runInProcess(['run', '--config', file], { env: given });
    expect([source, outcome]).toEqual([source, expect.objectContaining({ exitCode: 0, stderr: '' })]);
  }
});

test('a report that cannot be written keeps no other from it, and is not silent', async () => {
  const file = await config([target(fine)], 'reports: [{ file: nowhere/a.html }, { file: b.csv }]\n');
  const { exitCode, stderr } = await pass(file);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('FILE_NOT_WRITTEN');
  expect((await stat(join(folder, 'b.csv'))).size).toBeGreaterThan(0);
});

test('a history that is damaged keeps no report from being written, and is left as it is', async () => {
  await writeFile(join(folder, 'h.db'), 'not a database'.repeat(100));
  const file = await config([target(fine)], 'reports: [{ file: b.csv }]\nhistory: { file: h.db }\n');
  const { exitCode, stderr } = await pass(file);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('HISTORY_DAMAGED');
  expect((await stat(join(folder, 'b.csv'))).size).toBeGreaterThan(0);
  expect(await readFile(join(folder, 'h.db'), 'utf8')).toBe('not a database'.repeat(100));
});

test('two runs of one config do not overlap', async () => {
  const calls = new EventEmitter();
  const asked = once(calls, 'call');
  const slow = await simulatedVcenter(`latency: 500\n${estate(`name: esx-01, ${GEN8}`)}`, {
    onCall: () => calls.emit('call'),
  });
  try {
    const file = await config([target(slow)]);
    const first = startProgram(['run', '--config', file], { env: env(), timeoutMs: 60_000 });
    await asked;
    const second = await pass(file);
    slow.settings.latency = 0;
    expect(second).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('RUN_RUNNING') });
    expect([0, 1, 3]).toContain((await first.ended).exitCode);
    expect([0, 1, 3]).toContain((await pass(file)).exitCode);
  } finally {
    await slow.close();
  }
});

/** Work that goes on until it is interrupted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

test('after its deadline it gives up', async () => {
  const late = withDeadline(0.001, new AbortController().signal, (signal) => aborted(signal));
  await expect(late).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
});

test('a bug that shows after the deadline is told as one', async () => {
  const late = withDeadline(0.001, new AbortController().signal, async (signal) => {
    await aborted(signal).catch(() => undefined);
    throw new TypeError('a bug');
  });
  await expect(late).rejects.toThrow(TypeError);
});

test('config check finds what a run would stumble over, with its place', async () => {
  const file = join(folder, 'esxcheck.yaml');
  const bad =
    "targets:\n  - { address: 'http://a', user: u, password: { env: X } }\nreports:\n  - { file: a.csv }\n  - { file: a.doc }\n";
  await writeFile(file, bad);
  const { exitCode, stdout } = await runInProcess(['config', 'check', file], { env: env() });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('esxcheck.yaml:2:');
  expect(stdout).toContain('esxcheck.yaml:5:');
  expect(stdout).not.toContain('esxcheck.yaml:4:');
});

test.each([
  ['nothing to run', 'packs: [hpe]\n', 'NOTHING_TO_RUN'],
  [
    'a target twice',
    'targets:\n  - { address: a, user: u, password: { env: X } }\n  - { address: A, user: u, password: { env: X } }\n',
    'TARGET_TWICE',
  ],
  [
    'a format that there is not',
    'targets: [{ address: a, user: u, password: { env: X } }]\nreports: [{ file: a.doc }]\n',
    'USAGE',
  ],
  ['a password written into it', 'targets: [{ address: a, user: u, password: hunter2 }]\n', 'CONFIG_INVALID'],
  [
    'two sources of a password',
    'targets: [{ address: a, user: u, password: { env: X, file: y } }]\n',
    'CONFIG_INVALID',
  ],
])('%s is told before anybody is called', async (_what, text, code) => {
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, text);
  const { exitCode, stderr, stdout } = await pass(file);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(code);
  expect(stderr).not.toContain('hunter2');
});

test('scan takes the targets of a config where it is given none', async () => {
  const file = await config([target(failing), target(fine)], 'scope: { hosts: [esx-02] }\n');
  const words = ['scan', '--config', file, '--format', 'lines'];
  const all = await runInProcess(words, { env: env() });
  expect(all.stdout).toContain('summary hosts=1 ');
  const other = await runInProcess([...words, '--host', 'esx-01'], { env: env() });
  expect(other.stdout).toContain('(4600944)');
  expect(other.stdout).toContain('esx-01');
  const misused = await runInProcess([...words, '--user', 'x'], { env: env() });
  expect(misused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--user goes with --target') });
});

test.runIf(process.platform !== 'win32')(
  'the targets of a config that lies around and others may write are not used',
  async () => {
    const file = await config([target(fine)]);
    await chmod(file, 0o666);
    const found = await runInProcess(['scan'], { env: env(), cwd: folder });
    expect(found).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('CONFIG_NOT_OWN') });
    const named = await runInProcess(['scan', '--config', file, '--quiet'], { env: env(), cwd: folder });
    expect(named.exitCode).toBe(0);
  },
);

test('channels are told of a run, and one that is dead spoils nothing', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (part: string) => bodies.push(part));
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    await writeFile(join(folder, 'hook'), `http://127.0.0.1:${port}/xyzzy-secret\n`, { mode: 0o600 });
    const channels =
      '[{ webhook: { url: { file: hook } } }, { webhook: { kind: slack, url: { env: NOT_SET } }, when: always }]';
    const file = await config([target(fine)], `notifications: ${channels}\n`);
    const first = await pass(file);
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain('PASSWORD_MISSING');
    expect(JSON.parse(bodies.join(''))).toMatchObject({
      schema: 'esxcheck.notification/1',
      result: 'pass',
      changedHosts: null,
    });
    bodies.length = 0;
    const second = await pass(file);
    expect([second.exitCode, bodies]).toEqual([0, []]);
    const tried = await runInProcess(['notify', '--config', file], { env: env() });
    expect(tried.exitCode).toBe(1);
    expect(tried.stdout).toContain(`webhook 127.0.0.1:${port}: delivered`);
    expect(first.stderr + second.stderr + tried.stdout + tried.stderr).not.toContain('xyzzy');
  } finally {
    server.close();
  }
});
