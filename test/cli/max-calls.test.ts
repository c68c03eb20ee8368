import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-max-calls-'));
});
afterAll(() => rm(folder, { recursive: true }));

const env = { ESXCHECK_PASSWORD: ACCOUNT.password };

function flagsOf({ host, port, certificate }: Simulator): readonly string[] {
  return ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
}

test.each(['0', '257', '-1', '8.5', 'many'])('--max-calls %s is refused with what it takes', async (value) => {
  const { exitCode, stderr } = await runInProcess(['scan', '--target', 'vc', `--max-calls=${value}`]);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining('The option --max-calls takes a whole number from 1 to 256.'),
  ]);
});

test('doctor says how many calls to hosts a server bore, and the log what made it so', async () => {
  await using vcenter = await startSimulator({ estate: generateEstate({ hosts: 12 }), latency: 10, refuseAbove: 3 });
  const logFile = join(folder, 'doctor.log');
  const words = ['doctor', ...flagsOf(vcenter), '--max-calls', '16', '--log-file', logFile, '--log-level', 'debug'];
  const { stdout } = await runInProcess([...words, '--format', 'json'], { env });
  const [target] = (JSON.parse(stdout) as { targets: readonly { hostCalls: { most: number; highest: number } }[] })
    .targets;
  expect(target?.hostCalls).toMatchObject({ most: 16, highest: expect.any(Number) as number });
  const lines = (await readFile(logFile, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ msg, why }) => msg === 'limit of calls to hosts' && why === 'refused')).toMatchObject({
    level: 20,
  });
  expect(lines.find(({ msg }) => msg === 'calls to hosts')).toMatchObject({ most: 16, timedOut: 0 });
  expect(lines.filter(({ msg }) => msg === 'call failed').every(({ error }) => String(error).includes('503'))).toBe(
    true,
  );
  const { stdout: table } = await runInProcess(['doctor', ...flagsOf(vcenter)], { env });
  expect(table).toMatch(/calls to hosts at a time: \d+ at the end, \d+ at most, of 64 allowed; it went down/);
});

test('a target of a config has its own number, and the flag holds for all', async () => {
  await using vcenter = await startSimulator({ estate: generateEstate({ hosts: 30 }), latency: 10 });
  const { host, port, certificate } = vcenter;
  await writeFile(join(folder, 'secret'), ACCOUNT.password, { mode: 0o600 });
  const config = (maxCalls: number): string =>
    `targets: [{ address: '${host}:${port}', user: ${ACCOUNT.user}, password: { file: secret }, maxCalls: ${maxCalls}, ` +
    `trust: { thumbprints: ['${certificate.sha256}'] } }]\n`;
  await writeFile(join(folder, 'few.yaml'), config(2), { mode: 0o600 });
  await writeFile(join(folder, 'wrong.yaml'), config(1000), { mode: 0o600 });
  await runInProcess(['scan', '--config', 'few.yaml'], { env, cwd: folder });
  expect(vcenter.hostCalls.highest).toBe(2);
  await runInProcess(['scan', '--config', 'few.yaml', '--max-calls', '5'], { env, cwd: folder });
  expect(vcenter.hostCalls.highest).toBe(5);
  const wrong = await runInProcess(['config', 'check', 'wrong.yaml'], { cwd: folder });
  expect(wrong.exitCode).not.toBe(0);
  expect(wrong.stdout + wrong.stderr).toContain('maxCalls');
});
