import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runIn } from '../cli/captured-io.ts';
import { ACCOUNT, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';

const ENV = { ESXCHECK_PASSWORD: ACCOUNT.password };

function scanning({ host, port, certificate }: Simulator, ...more: readonly string[]): readonly string[] {
  const target = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
  return ['scan', ...target, '--format', 'json', '--no-config', ...more];
}

async function linesOf(path: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a log tells how a run began and ended; at debug it has a line for each call, by the id that the server got', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(gen8Estate(2));
  const file = join(folder.path, 'run.log');
  const { exitCode } = await runIn(scanning(vcenter, '--log-file', file, '--log-level', 'debug'), { env: ENV });
  const lines = await linesOf(file);
  expect(lines[0]).toMatchObject({ msg: 'begins', command: 'scan', version: expect.any(String) });
  expect(lines.at(-1)).toMatchObject({ msg: 'ends', exitCode });
  const calls = lines.filter(({ msg }) => msg === 'call');
  const methods = calls.map(({ method }) => method);
  expect(methods).toEqual(expect.arrayContaining(['RetrieveServiceContent', 'Login', 'ExecuteSoap', 'Logout']));
  expect(calls).toHaveLength([...vcenter.calls.byMethod.values()].reduce((sum, count) => sum + count, 0));
  expect(new Set(calls.map(({ operationId }) => operationId)).size).toBe(calls.length);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test.each(['-v', '--verbose'])(
  '%s has a line of text for each call on stderr, and the report is what it was',
  async (flag) => {
    await using vcenter = await simulatedVcenter(gen8Estate(2));
    vcenter.disturb({ kind: 'unavailable', method: 'CreateContainerView' });
    const { stdout, stderr } = await runIn(scanning(vcenter, flag), { env: ENV });
    const calls = [...vcenter.calls.byMethod].flatMap(([method, count]) => Array.from({ length: count }, () => method));
    const told = stderr.split('\n').flatMap((line) => /^(\w+) at https:.*, \d+ ms$/.exec(line)?.[1] ?? []);
    expect(told.toSorted((one, other) => one.localeCompare(other))).toEqual(
      calls.toSorted((one, other) => one.localeCompare(other)),
    );
    expect(stderr).toMatch(/^CreateContainerView at https:.*: failed: .*, \d+ ms$/m);
    expect(stderr).not.toContain(ACCOUNT.password);
    expect(JSON.parse(stdout)).toHaveProperty('findings');
  },
);

test('at info it has no line for calls that went well, and one for each that failed', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(gen8Estate(2));
  vcenter.disturb({ kind: 'unavailable', method: 'CreateContainerView' });
  const file = join(folder.path, 'run.log');
  await runIn(scanning(vcenter, '--log-file', file), { env: ENV });
  const lines = await linesOf(file);
  expect(lines.filter(({ msg }) => msg === 'call')).toEqual([]);
  expect(lines.find(({ msg }) => msg === 'call failed')).toMatchObject({ method: 'CreateContainerView', status: 503 });
});

test('a second run continues the log, and a run that fails says why', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'run.log');
  const words = ['scan', '--target', '127.0.0.1:1', '--user', 'root', '--no-config', '--log-file', file];
  await runIn(words, { env: ENV });
  await runIn(words, { env: ENV });
  const lines = await linesOf(file);
  expect(lines.filter(({ msg }) => msg === 'begins')).toHaveLength(2);
  expect(lines.filter(({ msg }) => msg === 'fails')).toHaveLength(2);
  expect(lines.at(-1)).toMatchObject({ exitCode: 2, error: expect.stringContaining('CONNECTION') });
});

test('names that steer a terminal are harmless in the log', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'run.log');
  const { stderr } = await runIn(
    ['scan', '--target', '127.0.0.1:1', '--user', 'a\u202eb\u001b[2J', '--no-config', '--log-file', file],
    { env: {} },
  );
  expect(stderr).toContain('PASSWORD_MISSING');
  expect(await readFile(file, 'utf8')).not.toMatch(/\u202e|\\u001b/);
});

test('a log that cannot be written is told before anything is asked', async () => {
  const { exitCode, stderr } = await runIn(['catalog', '--log-file', '/nonexistent/folder/run.log']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^OUTPUT_NOT_WRITTEN: The log/);
});

test('a trace has a pair of files for each call, and neither password nor session in them', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(gen8Estate(1));
  const trace = join(folder.path, 'trace');
  await runIn(scanning(vcenter, '--trace-soap', trace), { env: ENV });
  const files = (await readdir(trace)).filter((name) => name.endsWith('.xml'));
  const count = [...vcenter.calls.byMethod.values()].reduce((sum, each) => sum + each, 0);
  expect(files).toHaveLength(2 * count);
  const texts = await Promise.all(files.map((name) => readFile(join(trace, name), 'utf8')));
  expect(texts.join('')).not.toContain('>demo<');
  const answer = texts[files.findIndex((name) => name.includes('Login.response'))];
  expect(answer).toContain('<key>(removed)</key>');
  expect((await stat(trace)).mode & 0o777).toBe(0o700);
});

test('a folder that holds something is not used for a trace', async () => {
  await using folder = await temporaryFolder();
  const trace = join(folder.path, 'trace');
  await mkdir(trace);
  await writeFile(join(trace, 'mine.txt'), 'mine');
  const { exitCode, stderr } = await runIn(['catalog', '--trace-soap', trace]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('it is not empty');
  expect(await readdir(trace)).toEqual(['mine.txt']);
});
