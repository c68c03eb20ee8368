import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { ACCOUNT, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

let vcenter: Simulator;
let folder: string;
/** Documents as they are printed, and so as a shell writes them down. */
let scan: string;
let plan: string;

const GEN8 = ['--rule', 'hpe/gen8-interrupt-remapping'];

function at(): readonly string[] {
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  return [...target, '--thumbprint', vcenter.certificate.sha256];
}

function runHere(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return runIn(words, { env: { HOME: folder, ESXCHECK_PASSWORD: ACCOUNT.password, ...env }, homeDir: folder });
}

beforeAll(async () => {
  vcenter = await simulatedVcenter(gen8Estate(2).replace("'FALSE'", "'TRUE'"));
  folder = '/nonexistent';
  scan = (await runHere(['scan', ...GEN8, ...at(), '--format', 'json'])).stdout;
  plan = (await runHere(['plan', ...GEN8, ...at(), '--format', 'json'])).stdout;
  expect([JSON.parse(scan), JSON.parse(plan)]).toHaveLength(2);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await folderOfTest();
});

/** As the `>` of Windows PowerShell 5.1, its `Out-File -Encoding utf8`, and `Out-File -Encoding bigendianunicode` write. */
const WRITINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-16': (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
  'big-endian UTF-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

describe.each(Object.entries(WRITINGS))('in %s', (_name, write) => {
  async function given(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, write(text), { mode: 0o600 });
    return file;
  }

  test('a saved scan is read', async () => {
    const { stdout } = await runHere(['report', await given('scan.json', scan), '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'esxcheck.scan/1' });
  });

  test('a plan is read', async () => {
    const words = ['apply', await given('plan.json', plan), ...at()];
    const { stdout, stderr } = await runHere(words);
    expect(stdout + stderr).toMatch(/2 would[ -]change/);
  });

  test('a config with targets and waivers, and the password in a file, are read', async () => {
    await given('secret', `${ACCOUNT.password}\n`);
    const { host, port, certificate } = vcenter;
    const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { file: secret }, trust: { thumbprints: ['${certificate.sha256}'] } }`;
    const waiver =
      "{ rule: hpe/gen8-interrupt-remapping, host: '*', reason: M\u00fcller sees to it, owner: ops, expires: 2099-01-01 }";
    const file = await given('esxcheck.yaml', `targets: [${target}]\nwaivers: [${waiver}]\n`);
    const { exitCode, stdout, stderr } = await runHere(['scan', ...GEN8, '--config', file, '--format', 'json']);
    expect([exitCode, stderr, stdout]).toEqual([0, '', expect.stringContaining('M\u00fcller')]);
  });

  test('a rule of your own is read', async () => {
    const text = (await readFile('rules/hpe/gen8-interrupt-remapping.yaml', 'utf8')).replace('id: hpe/', 'id: own/');
    await mkdir(join(folder, 'rules', 'own'), { recursive: true });
    await given(join('rules', 'own', 'gen8-interrupt-remapping.yaml'), text);
    const { exitCode, stderr } = await runHere([
      'rules',
      'test',
      '--rules',
      join(folder, 'rules'),
      '--rule',
      'own/gen8-interrupt-remapping',
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test('a bundle of certificates and a file of known hosts are read', async () => {
    const { host, port, certificate } = vcenter;
    const words = ['scan', ...GEN8, '--target', `${host}:${port}`, '--user', ACCOUNT.user];
    const bundle = await given('ca.pem', `# M\u00fcller\n${certificate.pem}`);
    const known = await given('known_hosts', `${host}:${port} ${certificate.sha256}\n`);
    for (const flag of [
      ['--ca-file', bundle],
      ['--known-hosts', known],
    ]) {
      expect(await runHere([...words, ...flag])).toMatchObject({ exitCode: 1 });
    }
  });
});

test.each([
  ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0]), 'it holds NUL characters'],
  ['half a character', Buffer.from([0xff, 0xfe, 0x3d, 0xd8, 0x41, 0]), 'UTF-16 text with broken characters'],
  ['Latin-1', Buffer.from('{"a": "M\u00fcller"}', 'latin1'), 'neither UTF-8 nor UTF-16'],
])('a scan, a plan and a config that are %s are refused in a sentence', async (_what, bytes, words) => {
  const file = join(folder, 'file');
  await writeFile(file, bytes, { mode: 0o600 });
  for (const command of [
    ['report', file],
    ['apply', file, ...at()],
    ['config', 'check', file],
  ]) {
    const { exitCode, stderr } = await runHere(command);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^[A-Z_]+: /)]);
    expect(stderr).toContain(words);
  }
});
