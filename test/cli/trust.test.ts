import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { runIn, sink } from './captured-io.ts';

const OTHER = Array.from({ length: 32 }, () => 'B2').join(':');
let vcenter: Simulator;
let server: string;

beforeAll(async () => {
  vcenter = await startSimulator({ estate: generateEstate({ hosts: 1 }) });
  server = `127.0.0.1:${vcenter.port}`;
});
afterAll(async () => {
  await vcenter.close();
});

/** A home of its own, and what its known-hosts file holds. */
async function home() {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'known_hosts');
  return {
    path,
    lines: () => readFile(path, 'utf8').catch(() => ''),
    trust: (...words: readonly string[]) => runIn(['trust', server, '--known-hosts', path, ...words]),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test('without a terminal the certificate is shown with the command that pins it, and nothing is trusted', async () => {
  await using own = await home();
  const { exitCode, stdout, stderr } = await own.trust();
  const { sha256, sha1 } = vcenter.certificate;
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/Subject .*CN=/);
  expect(stdout).toMatch(/Issuer .*\n.*Valid +\w+.* to /);
  expect(stdout).toContain(`SHA-256  ${sha256}`);
  expect(stdout).toContain(`SHA-1    ${sha1}`);
  expect(stdout).toMatch(/Chain +not trusted \(\w+\)/);
  expect(stderr).toContain(`esxcheck trust ${server} --sha256 ${sha256}`);
  expect(await own.lines()).toBe('');
  expect(vcenter.calls.count()).toBe(0);
});

test.each(['--sha256', '--thumbprint'])('with the right %s it is pinned, once', async (flag) => {
  await using own = await home();
  const { sha256 } = vcenter.certificate;
  expect((await own.trust(flag, sha256.toLowerCase().replaceAll(':', ''))).exitCode).toBe(0);
  expect((await own.trust(flag, sha256)).exitCode).toBe(0);
  expect(await own.lines()).toBe(`${server} ${sha256}\n`);
  expect((await own.trust()).exitCode).toBe(0);
});

test('a SHA-1 thumbprint leads to a SHA-256 pin', async () => {
  await using own = await home();
  expect((await own.trust('--thumbprint', vcenter.certificate.sha1)).exitCode).toBe(0);
  expect(await own.lines()).toBe(`${server} ${vcenter.certificate.sha256}\n`);
  expect((await own.trust('--sha256', vcenter.certificate.sha1)).exitCode).toBe(2);
});

test('with the wrong thumbprint nothing is trusted', async () => {
  await using own = await home();
  const { exitCode, stderr } = await own.trust('--sha256', OTHER);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('CERTIFICATE_MISMATCH');
  expect(await own.lines()).toBe('');
});

test('a certificate that changed is warned about, and replaced only with --replace', async () => {
  await using own = await home();
  await writeFile(own.path, `${server} ${OTHER}\n`);
  const looked = await own.trust();
  expect(looked.exitCode).toBe(1);
  expect(looked.stderr).toContain('warning: the certificate is NOT the one');
  expect(looked.stderr).toContain('--replace');
  const refused = await own.trust('--sha256', vcenter.certificate.sha256);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('ALREADY_KNOWN');
  expect(await own.lines()).toBe(`${server} ${OTHER}\n`);
  expect((await own.trust('--sha256', vcenter.certificate.sha256, '--replace')).exitCode).toBe(0);
  expect(await own.lines()).toBe(`${server} ${vcenter.certificate.sha256}\n`);
});

test.each([
  ['yes', 0],
  ['no', 1],
  ['', 1],
])('on a terminal the answer %j ends with %i', async (answer, exitCode) => {
  await using own = await home();
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(`${answer}\n`);
  const outcome = await runIn(['trust', server, '--known-hosts', own.path], { stdin, stderr: sink(80) });
  expect(outcome.exitCode).toBe(exitCode);
  expect((await own.lines()) !== '').toBe(exitCode === 0);
});

test('a known hosts file that trust wrote lets a scan in, and another certificate does not', async () => {
  await using own = await home();
  await own.trust('--sha256', vcenter.certificate.sha256);
  const words = [
    'kernel',
    'iovDisableIR',
    '--target',
    server,
    '--user',
    'administrator@vsphere.local',
    '--known-hosts',
  ];
  const env = { ESXCHECK_PASSWORD: 'demo' };
  expect(await runIn([...words, own.path], { env })).toMatchObject({ exitCode: 0 });
  await writeFile(own.path, `${server} ${OTHER}\n`);
  const { exitCode, stderr } = await runIn([...words, own.path], { env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('CERTIFICATE_');
});

test.each([
  [['trust', '127.0.0.1:1'], 'CONNECTION_REFUSED'],
  [['trust', 'http://vc01'], 'TARGET_INVALID'],
  [['trust', 'vc01', '--sha256', 'xyz'], 'THUMBPRINT_INVALID'],
  [['trust', 'vc01', '--sha256', OTHER, '--thumbprint', OTHER], 'USAGE'],
])('%j ends with 2 and %s', async (words, code) => {
  const { exitCode, stderr } = await runIn(words);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`${code}: `);
});
