import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import { tool } from '../../src/shipped/installation.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { PROGRAM, runProgram, start, startProgram } from '../support/program.ts';

let vcenter: Simulator;
let silent: Server;
let connection: string[];

beforeAll(async () => {
  vcenter = await startSimulator({ estate: generateEstate({ hosts: 3 }) });
  const { port, certificate } = vcenter;
  connection = ['--target', `127.0.0.1:${port}`, '--user', 'administrator@vsphere.local'];
  connection.push('--thumbprint', certificate.sha256);
  // Takes connections and never says a word.
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  silent.close();
  await vcenter.close();
});

const KERNEL = ['kernel', 'iovDisableIR', '--format', 'lines'];

test('--help and --version go to stdout and end with 0', async () => {
  expect(await runProgram(['--version'])).toMatchObject({ exitCode: 0, stderr: '' });
  const { exitCode, stdout } = await runProgram(['scan', '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('--target');
});

test.skipIf(process.platform === 'win32')('what is installed starts without being given to Node', () => {
  const { status, stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, `${tool().version}\n`]);
});

test('a mistake goes to stderr and ends with 2', async () => {
  expect(await runProgram(['scna'])).toMatchObject({ exitCode: 2, stdout: '' });
});

test('the password comes through a pipe, a command or the environment, and is never printed', async () => {
  const words = [...KERNEL, ...connection];
  const printer = `${process.execPath} -e "console.log('demo')"`;
  const runs = await Promise.all([
    runProgram([...words, '--password-stdin'], { input: 'demo\n' }),
    runProgram([...words, '--password-command', printer]),
    runProgram(words, { env: { ESXCHECK_PASSWORD: 'demo' } }),
    runProgram(words, { env: { GOVC_PASSWORD: 'demo' } }),
  ]);
  for (const { exitCode, stdout, stderr } of runs) {
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
  }
});

test('a wrong password is one line, one login, and exit code 2', async () => {
  const before = vcenter.refusedLogins;
  const { exitCode, stdout, stderr } = await runProgram([...KERNEL, ...connection], {
    env: { ESXCHECK_PASSWORD: 'hunter2' },
  });
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/INVALID_LOGIN/);
  expect(stderr).not.toContain('hunter2');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(vcenter.refusedLogins).toBe(before + 1);
});

test('without a terminal no password is asked for', async () => {
  const { exitCode, stderr } = await runProgram([...KERNEL, ...connection]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('PASSWORD_MISSING');
});

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  '%s while a server keeps silent ends the run with 130',
  async (signal) => {
    const { port } = silent.address() as AddressInfo;
    const reached = new Promise((resolve) => silent.once('connection', resolve));
    const words = [...KERNEL, '--target', `127.0.0.1:${port}`, '--user', 'root', '--insecure'];
    const { child, ended } = startProgram(words, { env: { ESXCHECK_PASSWORD: 'x' } });
    await reached;
    const interruptedAt = performance.now();
    child.kill(signal);
    const { exitCode, stderr } = await ended;
    // Not after the time-out of the connection, which is 15 s.
    expect(performance.now() - interruptedAt).toBeLessThan(10_000);
    expect(exitCode).toBe(130);
    expect(stderr).toContain('INTERRUPTED');
    expect(stderr).not.toContain('bug');
  },
);

test.skipIf(process.platform === 'win32')('the simulator ends with 0 on Ctrl-C', async () => {
  const { child, ended, shows } = startProgram(['simulate', '--hosts', '1']);
  await shows('esxcheck scan');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: 0 });
});

test('a reader that goes away is no failure', async () => {
  const { child, ended } = startProgram(['rules', 'show', 'hpe/gen8-interrupt-remapping']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
});

test.skipIf(process.platform !== 'linux')('a full disk below stdout is told, and ends with 2', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'rules', 'list'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(stderr).toContain('OUTPUT_NOT_WRITTEN');
  expect(stderr).not.toContain('bug');
  expect(status).toBe(2);
});

/** `script` of util-linux gives a program a pseudo-terminal, and hands its exit code on. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

function onTerminal(words: readonly string[]) {
  const line = [process.execPath, PROGRAM, ...words].map((word) => `'${word}'`).join(' ');
  return start('script', ['-qec', line, '/dev/null'], { env: { TERM: 'xterm' } });
}

test.skipIf(!hasScript)('on a terminal (needs `script`) the password is asked for and never shown', async () => {
  const { child, ended, shows } = onTerminal([...KERNEL, ...connection]);
  await shows('Password for administrator@vsphere.local: ');
  child.stdin?.write('demo\r');
  const { exitCode, stdout } = await ended;
  expect(stdout).not.toContain('demo\r');
  expect(stdout).toContain('Def:');
  expect(exitCode).toBe(0);
});

test.skipIf(!hasScript)('on a terminal (needs `script`) a wrong password is not shown either', async () => {
  const { child, ended, shows } = onTerminal([...KERNEL, ...connection]);
  await shows('Password for ');
  child.stdin?.write('hunter2\r');
  const { exitCode, stdout } = await ended;
  expect(stdout).toContain('INVALID_LOGIN');
  expect(stdout).not.toContain('hunter2');
  expect(exitCode).toBe(2);
});

test.skipIf(!hasScript)('on a terminal (needs `script`) Ctrl-C at the prompt ends with 130', async () => {
  const { child, ended, shows } = onTerminal([...KERNEL, ...connection]);
  await shows('Password for ');
  child.stdin?.write('\u0003');
  expect(await ended).toMatchObject({ exitCode: 130 });
});
