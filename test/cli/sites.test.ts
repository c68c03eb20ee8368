import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../site/support.ts';
import { CentrePeer } from '../support/centre-peer.ts';
import { runInProcess } from '../support/in-process.ts';
import { startProgram } from '../support/program.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';

let vcenter: Simulator;
let centre: CentrePeer;
let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  vcenter = await simulatedVcenter(
    `instanceUuid: ${randomUUID()}\ndatacenters: [{ name: Lab, clusters: [{ name: A, hosts: [{ name: esx-01, vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944, kernel: { iovDisableIR: 'TRUE' } }] }] }]`,
  );
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  centre = await CentrePeer.start();
  folder = await folderOfTest();
  env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
  await writeFile(join(folder, 'secret'), ACCOUNT.password, { mode: 0o600 });
  return () => centre.close();
});

function esxcheck(words: readonly string[], input = '') {
  return runInProcess(words, { env, input, cwd: folder });
}

function enrol(...more: readonly string[]) {
  const words = ['enrol', '--server', centre.url, '--site', 'fra', '--code-stdin', '--thumbprint', centre.thumbprint];
  return esxcheck([...words, ...more], 'code\n');
}

async function enrolled(more = ''): Promise<string> {
  centre.codes.add('code');
  expect(await enrol()).toMatchObject({ exitCode: 0 });
  const { host, port, certificate } = vcenter;
  const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { file: secret }, trust: { thumbprints: ['${certificate.sha256}'] } }`;
  const file = join(folder, 'site.yaml');
  const server = `server: { url: '${centre.url}', site: fra, key: site.key, thumbprint: '${centre.thumbprint}' }`;
  await writeFile(file, `packs: [hpe]\ntargets: [${target}]\n${server}\nhistory: { file: h.db }\n${more}\n`, {
    mode: 0o600,
  });
  return file;
}

function name(): string {
  return `${vcenter.host}:${vcenter.port}`;
}

function all(): string {
  return (
    centre.seen.map(({ path, body }) => path + body.toString('latin1')).join('\n') +
    centre.shipments.map(({ text }) => text).join('')
  );
}

test('a site is enrolled once: the key is for its owner alone, and nothing shows it', async () => {
  centre.codes.add('code');
  const { exitCode, stdout, stderr } = await enrol();
  expect(exitCode).toBe(0);
  expect((await stat(join(folder, 'site.key'))).mode & 0o777).toBe(0o600);
  const pem = await readFile(join(folder, 'site.key'), 'utf8');
  const secret = /KEY-----\n(\S+)/.exec(pem)?.[1] ?? '-';
  expect(`${stdout}${stderr}${all()}`).not.toContain(secret);
  expect(stdout).toContain(`url: ${centre.url}`);
  expect(stdout + stderr).not.toContain('code\n');
  const again = await enrol();
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('KEY_EXISTS') as unknown });
  const refused = await enrol('--replace');
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('CODE_REFUSED') as unknown });
  expect(await readFile(join(folder, 'site.key'), 'utf8')).toBe(pem);
});

test('a centre with another certificate gets neither code nor key', async () => {
  const words = ['enrol', '--server', centre.url, '--site', 'fra', '--code-stdin'];
  const other = await esxcheck([...words, '--thumbprint', 'AA'.repeat(32)], 'code');
  expect(other).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('CERTIFICATE_MISMATCH') as unknown });
  const unknown = await esxcheck(words, 'code');
  expect(unknown).toMatchObject({ exitCode: 1 });
  expect(centre.seen).toEqual([]);
  expect(await readdir(folder)).not.toContain('site.key');
});

test.each([
  ['--site', 'Frankfurt', 'SITE_NAME_INVALID'],
  ['--server', 'http://esx.example.com', 'TARGET_INVALID'],
  ['--key', '/nowhere/site.key', 'FILE_NOT_WRITTEN'],
])('%s %s is a mistake', async (flag, value, code) => {
  const words = ['enrol', '--server', centre.url, '--site', 'fra', '--code-stdin', flag, value];
  const given = words.filter(
    (word, index) =>
      !(word === flag && index < words.length - 2) && !(words[index - 1] === flag && index < words.length - 2),
  );
  expect(await esxcheck(given, 'code')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(code) as unknown,
  });
});

test('a run ships the facts of its rules, without what stays and without the account; the verdict is its own', async () => {
  const file = await enrolled('ship: { leaveOut: [kernel.iovDisableIR] }');
  expect(await esxcheck(['run', '--config', file])).toMatchObject({ exitCode: 1, stdout: '', stderr: '' });
  const [shipment, ...others] = centre.shipments;
  expect(others).toEqual([]);
  expect(shipment).toMatchObject({ target: name(), attempt: null });
  expect(shipment?.text).toContain('esx-01');
  expect(shipment?.text).toContain('kept-at-site');
  expect(shipment?.text).not.toContain(`"configured":"TRUE"`);
  expect(all()).not.toContain(ACCOUNT.user);
  expect(all()).not.toContain('administrator');
});

test('facts that are left out are unknown to whoever judges them, and never pass', async () => {
  const file = await enrolled('ship: { leaveOut: [kernel.iovDisableIR] }');
  await esxcheck(['run', '--config', file]);
  const put = centre.requests(/shipments/)[0];
  await writeFile(join(folder, 'shipped.esxsnap'), put?.body ?? '');
  const { stdout } = await esxcheck([
    'evaluate',
    'shipped.esxsnap',
    '--no-config',
    '--pack',
    'hpe',
    '--format',
    'json',
  ]);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; verdict: string; message: string }[] };
  const found = findings.filter(({ rule }) => rule === 'hpe/gen8-interrupt-remapping');
  expect(found).toMatchObject([
    { verdict: 'unknown', message: expect.stringContaining('keeps it to itself') as unknown },
  ]);
});

test('where the centre is away, a run spools and warns, and its verdict stays', async () => {
  const file = await enrolled('ship: {}');
  await centre.close();
  const pass = await esxcheck(['run', '--config', file]);
  expect(pass.exitCode).toBe(1);
  expect(pass.stderr).toContain('SHIPMENT_SPOOLED');
  expect(await readdir(join(folder, 'spool'))).toHaveLength(1);
  expect(await esxcheck(['ship', '--spool', '--config', file])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('CENTRE_UNREACHABLE') as unknown,
  });
  expect(await readdir(join(folder, 'spool'))).toHaveLength(1);
}, 120_000);

test('what waits is shipped by ship --spool, or by the next run', async () => {
  const file = await enrolled('ship: {}');
  centre.misbehave(/shipments/, { status: 401, body: { code: 'KEY_EXPIRED', message: 'The key has expired.' } });
  expect((await esxcheck(['run', '--config', file])).stderr).toContain('SHIPMENT_SPOOLED');
  expect(centre.shipments).toEqual([]);
  const shipped = await esxcheck(['ship', '--spool', '--config', file]);
  expect(shipped).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('spool: 1') as unknown });
  expect(centre.shipments).toHaveLength(1);
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
  centre.misbehave(/shipments/, { status: 401, body: { code: 'KEY_EXPIRED', message: 'The key has expired.' } });
  await esxcheck(['run', '--config', file]);
  expect(await readdir(join(folder, 'spool'))).toHaveLength(1);
  expect(await esxcheck(['run', '--config', file])).toMatchObject({ exitCode: 1, stderr: '' });
  expect(centre.shipments).toHaveLength(3);
  expect(await readdir(join(folder, 'spool'))).toEqual([]);
});

test('without its key a run keeps the facts all the same, and says why', async () => {
  const file = await enrolled('ship: {}');
  await rm(join(folder, 'site.key'));
  const pass = await esxcheck(['run', '--config', file]);
  expect(pass.exitCode).toBe(1);
  expect(pass.stderr).toMatch(/SHIPMENT_SPOOLED.*FILE_NOT_READ.*site\.key/);
  expect(await readdir(join(folder, 'spool'))).toHaveLength(1);
});

test('a snapshot is shipped by hand, with and without a config, and known the second time', async () => {
  const file = await enrolled();
  const { host, port, certificate } = vcenter;
  const snapshot = [
    'snapshot',
    '--target',
    `${host}:${port}`,
    '--thumbprint',
    certificate.sha256,
    '--user',
    ACCOUNT.user,
  ];
  await esxcheck([
    ...snapshot,
    '--password-file',
    'secret',
    '--no-config',
    '--pack',
    'hpe',
    '--output',
    'facts.esxsnap',
  ]);
  const first = await esxcheck(['ship', 'facts.esxsnap', '--config', file]);
  expect(first.exitCode).toBe(0);
  expect(centre.shipments).toMatchObject([{ target: name() }]);
  expect(all()).not.toContain(ACCOUNT.user);
  const flags = ['--server', centre.url, '--site', 'fra', '--key', 'site.key', '--thumbprint', centre.thumbprint];
  const again = await esxcheck(['ship', 'facts.esxsnap', ...flags]);
  expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('already') as unknown });
  centre.misbehave(/shipments/, { status: 409, body: { code: 'TARGET_CLAIMED', message: 'x\u001b[2J' } });
  const refused = await esxcheck(['ship', 'facts.esxsnap', ...flags]);
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('TARGET_CLAIMED') as unknown });
  expect(refused.stderr).not.toContain('\u001b');
  expect((await esxcheck(['ship', 'secret', ...flags])).stderr).toContain('SNAPSHOT_INVALID');
  expect((await esxcheck(['ship', ...flags])).exitCode).toBe(2);
});

test('a mistyped fact to leave out is a mistake: it would be shipped', async () => {
  const file = await enrolled('ship: { leaveOut: [host.lockdownException] }');
  const { exitCode, stderr } = await esxcheck(['run', '--config', file]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('did you mean "host.lockdownExceptions"');
  expect(centre.shipments).toEqual([]);
});

test('a worker reads what is asked for by the facts of all rules, and ends by SIGTERM', async () => {
  const file = await enrolled('ship: { leaveOut: [host.lockdownExceptions] }');
  const worker = startProgram(['worker', '--config', file], { env, cwd: folder });
  const stranger = centre.give('evil.example.com');
  const attempt = centre.give(name());
  await centre.until(() => centre.shipments.length === 1);
  expect(centre.shipments[0]).toMatchObject({ target: name(), attempt });
  expect(centre.failures).toMatchObject([{ attempt: stranger, code: 'TARGET_UNKNOWN' }]);
  const [head = ''] = centre.shipments[0]?.text.split('\n') ?? [];
  expect(JSON.parse(head)).toMatchObject({ purpose: { everything: true } });
  expect(all()).not.toContain(ACCOUNT.user);
  worker.child.kill('SIGTERM');
  const { exitCode, stderr } = await worker.ended;
  expect([0, 3]).toContain(exitCode);
  expect(stderr).not.toMatch(/bug|^[A-Z_]+: /m);
});

test('a wrong password is told to the centre without the account', async () => {
  const file = await enrolled();
  await writeFile(join(folder, 'secret'), 'wrong', { mode: 0o600 });
  const worker = startProgram(['worker', '--config', file], { env, cwd: folder });
  centre.give(name());
  await centre.until(() => centre.failures.length === 1);
  expect(centre.failures[0]).toMatchObject({ code: 'INVALID_LOGIN' });
  expect(JSON.stringify(centre.failures)).not.toMatch(/administrator|wrong"/i);
  worker.child.kill('SIGTERM');
  expect((await worker.ended).exitCode).toBe(3);
});

test('a worker whose key is not taken ends with 1, one without a key or a centre with 2', async () => {
  const file = await enrolled();
  centre.keys.clear();
  const refused = await esxcheck(['worker', '--config', file]);
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('KEY_UNKNOWN') as unknown });
  await writeFile(join(folder, 'bare.yaml'), 'targets: [{ address: vc01, user: a, password: { file: secret } }]\n');
  const bare = await esxcheck(['worker', '--config', 'bare.yaml']);
  expect(bare).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('NO_CENTRE') as unknown });
});
