import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/registry.ts';
import { run } from '../../src/cli/run.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { capturedIo, runIn, sink } from './captured-io.ts';

/** Waits until the simulator has told how to reach it. */
async function told(stdout: { readonly text: string }): Promise<void> {
  while (!stdout.text.includes('esxcheck scan')) await new Promise((resolve) => setImmediate(resolve));
}

test('the printed command scans it, and an interruption ends it with success', async () => {
  const interruption = new AbortController();
  const stdout = sink();
  const io = capturedIo({ stdout, signal: interruption.signal });
  const running = run(COMMANDS, ['simulate', '--hosts', '3'], io);
  await told(stdout);
  const [, password] = /export ESXCHECK_PASSWORD=(\S+)/.exec(stdout.text) ?? [];
  const [, words = ''] = /^ +esxcheck (scan .*)$/m.exec(stdout.text) ?? [];
  const scan = await runIn([...words.split(' '), '--format', 'json'], { env: { ESXCHECK_PASSWORD: password } });
  expect(JSON.parse(scan.stdout)).toMatchObject({ summary: { hosts: 3 } });
  interruption.abort();
  expect(await running).toBe(0);
});

test('listening beyond this machine is warned about', async () => {
  const interruption = new AbortController();
  const [stdout, stderr] = [sink(), sink()];
  const io = capturedIo({ stdout, stderr, signal: interruption.signal });
  const running = run(COMMANDS, ['simulate', '--hosts', '1', '--listen', '0.0.0.0'], io);
  await told(stdout);
  interruption.abort();
  await running;
  expect(stderr.text).toContain('warning: everybody who reaches this machine');
  expect(stdout.text).toContain('--target 127.0.0.1:');
});

test('a port that is taken is an error for people', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { exitCode, stderr } = await runIn(['simulate', '--hosts', '1', '--port', String(port)]);
  server.close();
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/CANNOT_LISTEN: .*another program listens there/);
});

test('mistakes are told in one sentence', async () => {
  await using folder = await temporaryFolder();
  const estate = join(folder.path, 'estate.yaml');
  await writeFile(estate, 'datacenters: [');
  for (const words of [
    ['--listen', 'everywhere'],
    ['--hosts', '1', '--estate', estate],
    ['--estate', estate],
    ['--estate', '/nonexistent/estate.yaml'],
    ['--hosts', '-3'],
  ]) {
    const { exitCode, stderr } = await runIn(['simulate', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^[A-Z_]+: .+/);
  }
});
