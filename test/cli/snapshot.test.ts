import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSnapshot, writeSnapshot } from '../../src/cli/shared/snapshot-file.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { shippedRules } from '../../src/shipped/shipped-rules.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { SAMPLE } from '../snapshot/samples.ts';
import { sampled } from '../support/sample.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { refusalOf } from '../target/surroundings.ts';
import { type Outcome, runIn } from './captured-io.ts';

const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944';

function estate(...hosts: readonly string[]): string {
  return `datacenters: [{ name: Lab, hosts: [${hosts.map((host) => `{ ${host} }`).join(', ')}] }]`;
}

/** A rule of the site about something that no shipped rule asks for. */
const SITE_RULE = `id: site/hostd
title: hostd runs
severity: low
because: of the test
check:
  service: { key: hostd, running: true }
examples:
  - facts: { services: { hostd: { running: true, policy: 'on' } } }
    verdict: pass
  - facts: { services: { hostd: { running: false, policy: 'on' } } }
    verdict: fail
`;

let folder: string;
let vcenter: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-snapshot-'));
  await mkdir(at('rules/site'), { recursive: true });
  await writeFile(at('rules/site/hostd.yaml'), SITE_RULE);
  vcenter = await simulatedVcenter(
    estate(
      `name: esx-01, ${GEN8}, kernel: { iovDisableIR: 'TRUE' }`,
      `name: esx-02, ${GEN8}, kernel: { iovDisableIR: 'FALSE' }`,
    ),
  );
});

afterAll(async () => {
  await vcenter.close();
  await rm(folder, { recursive: true });
});

function at(name: string): string {
  return join(folder, name);
}

async function run(...words: readonly string[]): Promise<Outcome> {
  return runIn(words, { env: { ESXCHECK_PASSWORD: ACCOUNT.password } });
}

function connectedTo({ host, port, certificate }: Simulator): readonly string[] {
  return ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
}

/** Takes a snapshot of a simulator that must work, and gives its path. */
async function taken(simulator: Simulator, name: string, ...words: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await run('snapshot', ...connectedTo(simulator), '--output', at(name), ...words);
  if (exitCode !== 0) throw new Error(stderr);
  return at(name);
}

function withoutTimes(text: string): string {
  const moments = text.replace(/"startedAt": ?"[^"]+"/, '').replace(/"finishedAt": ?"[^"]+"/, '');
  return moments.replaceAll(/"clock":\{"server":"[^"]+","local":"[^"]+"\}/g, '');
}

test('a snapshot is one file for its owner, and holds no secret, nor the account as it was given', async () => {
  const path = at('facts.esxsnap');
  const { exitCode, stdout, stderr } = await run('snapshot', ...connectedTo(vcenter), '--output', path);
  expect([exitCode, stdout]).toEqual([0, '']);
  expect(stderr).toBe(`Wrote ${path} (2 hosts, read for 9 rules).\nJudge them anywhere: esxcheck evaluate ${path}\n`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const text = gunzipSync(await readFile(path)).toString();
  for (const secret of [ACCOUNT.user, ACCOUNT.password, vcenter.certificate.sha256, 'vmware_soap_session']) {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(vcenter.openSessions).toBe(0);
});

test.each([
  ['all shipped rules', [], [], 1],
  ['one pack', ['--pack', 'hpe'], ['--pack', 'hpe'], 1],
  ['one rule of a snapshot of everything', ['--everything'], ['--rule', 'vic/outbound-2377'], 1],
  ['a value that a rule asks for', [], ['--pack', 'vic', '--vch-address', '10.9.0.5'], 1],
])('evaluate is scan, byte for byte: %s', async (_what, taking, judging, expected) => {
  const path = await taken(vcenter, 'same.esxsnap', ...taking);
  for (const format of ['json', 'csv', 'lines']) {
    const scan = await run('scan', ...connectedTo(vcenter), ...judging, '--format', format);
    const evaluated = await run('evaluate', path, ...judging, '--format', format);
    expect([evaluated.exitCode, evaluated.stderr]).toEqual([expected, '']);
    expect(scan.exitCode).toBe(expected);
    expect(withoutTimes(evaluated.stdout)).toBe(withoutTimes(scan.stdout));
  }
});

test('the times are those of the reading', async () => {
  const path = await taken(vcenter, 'times.esxsnap');
  const { startedAt, finishedAt } = await readSnapshot(path);
  const document: unknown = JSON.parse((await run('evaluate', path, '--format', 'json')).stdout);
  expect(document).toMatchObject({ startedAt, finishedAt });
});

test('a rule that the snapshot was not taken for is unknown and warned of; with --rules and --everything it is judged', async () => {
  const rules = ['--rules', at('rules')] as const;
  const plain = await taken(vcenter, 'plain.esxsnap');
  const blind = await run('evaluate', plain, ...rules, '--rule', 'site/hostd', '--format', 'lines');
  expect(blind.exitCode).toBe(3);
  expect(blind.stderr).toBe('warning: the snapshot was not taken for site/hostd; take it with --everything\n');
  expect(blind.stdout).toContain('The snapshot does not hold services: it was not taken for this rule. [not-reported]');
  const whole = await taken(vcenter, 'whole.esxsnap', '--everything', ...rules);
  const seen = await run('evaluate', whole, ...rules, '--rule', 'site/hostd', '--format', 'lines');
  expect([seen.exitCode, seen.stderr]).toEqual([0, '']);
  expect((await readSnapshot(whole)).purpose).toMatchObject({
    everything: true,
    rules: { length: (await loadPacks(shippedRules())).length + 1 },
  });
});

test('evaluate has the exit codes of scan', async () => {
  const path = await taken(vcenter, 'codes.esxsnap', '--host', 'esx-02');
  const exitCode = async (...words: readonly string[]): Promise<number> =>
    (await run('evaluate', path, ...words)).exitCode;
  expect(await exitCode('--pack', 'hpe')).toBe(0);
  expect(await exitCode('--pack', 'vic')).toBe(1);
  expect(await exitCode('--rules', at('rules'), '--rule', 'site/hostd')).toBe(3);
  expect(await exitCode('--rules', at('rules'), '--rule', 'site/hostd', '--max-unknown', '1')).toBe(0);
  expect(await exitCode('--pack', 'nothing')).toBe(2);
});

test('hosts that could not be read make exit code 3, and the file is written', async () => {
  await using troubled = await simulatedVcenter(
    estate(
      `name: esx-01, ${GEN8}`,
      `name: esx-02, ${GEN8}, connection: disconnected`,
      `name: esx-03, ${GEN8}, trouble: { esxcli: fault }`,
    ),
  );
  const path = at('troubled.esxsnap');
  const { exitCode, stderr } = await run('snapshot', ...connectedTo(troubled), '--output', path);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('warning: not everything could be read of 2 of 3 hosts\n');
  expect((await readSnapshot(path)).facts.map(({ host }) => host.name)).toEqual(['esx-01', 'esx-02', 'esx-03']);
});

test.each([
  [['--everything', '--pack', 'hpe', '--output', 'x.esxsnap'], '--everything reads for all rules'],
  [['--pack', 'hpe'], 'Missing required argument: output'],
  [['--output', '/nonexistent/x.esxsnap'], 'its folder does not exist'],
  [['--vch-address', '10.0.0.1', '--output', 'x.esxsnap'], '"snapshot" has no option --vch-address'],
])('%j is refused before anybody is asked', async (words, why) => {
  const logins = vcenter.logins;
  const { exitCode, stderr } = await run('snapshot', ...connectedTo(vcenter), ...words);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
  expect(vcenter.logins).toBe(logins);
});

test('a login that is refused writes no file', async () => {
  const words = ['snapshot', ...connectedTo(vcenter), '--output', at('never.esxsnap')];
  const { exitCode } = await runIn(words, { env: { ESXCHECK_PASSWORD: 'wrong' } });
  expect(exitCode).toBe(2);
  expect(await readdir(folder)).not.toContain('never.esxsnap');
});

async function refusal(bytes: Uint8Array): Promise<string> {
  await writeFile(at('hostile.esxsnap'), bytes);
  return (await refusalOf(() => readSnapshot(at('hostile.esxsnap')))).text;
}

async function sample(): Promise<Uint8Array> {
  await writeSnapshot(at('sample.esxsnap'), SAMPLE);
  return readFile(at('sample.esxsnap'));
}

describe('files that are no snapshot', () => {
  test('one that ends at any byte before its last', async () => {
    const bytes = await sample();
    expect(isDeepStrictEqual(await readSnapshot(at('sample.esxsnap')), SAMPLE)).toBe(true);
    for (const length of sampled([...bytes.keys()], 60)) {
      expect(await refusal(bytes.subarray(0, length))).toMatch(/^SNAPSHOT_INVALID\n/);
    }
  });

  test('one with any single byte changed, unless the byte says nothing', async () => {
    const bytes = await sample();
    for (const place of sampled([...bytes.keys()], 60)) {
      for (const flip of [0x01, 0x10, 0xff]) {
        const changed = Uint8Array.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ flip;
        await writeFile(at('hostile.esxsnap'), changed);
        const back = await readSnapshot(at('hostile.esxsnap')).catch((error: unknown) =>
          refusalOf(() => Promise.reject(error)),
        );
        if ('code' in back) expect(back.code).toBe('SNAPSHOT_INVALID');
        else expect(isDeepStrictEqual(back, SAMPLE)).toBe(true);
      }
    }
  });

  test.each([
    ['nothing', '', 'it is empty, or it breaks off'],
    ['a scan', '{"schema":"esxcheck.scan/1"}', 'it is none, or it is damaged'],
    ['zeros', '\0\0\0\0', 'it is none, or it is damaged'],
  ])('%s', async (_what, text, why) => {
    expect(await refusal(Buffer.from(text))).toContain(`The snapshot cannot be used: ${why}.`);
  });

  test('two snapshots in one, and a scan in the dress of one', async () => {
    const bytes = await sample();
    expect(await refusal(Buffer.concat([bytes, bytes]))).toContain('it follows the end');
    expect(await refusal(gzipSync('{"schema":"esxcheck.scan/1"}\n'))).toContain('it holds esxcheck.scan/1');
  });

  test('16 MB that would swell to 16 GB, at the first 4 MB', async () => {
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const before = Date.now();
    expect(await refusal(Buffer.concat(Array.from({ length: 1000 }, () => member)))).toContain(
      'Line 1 of the snapshot cannot be used: it is longer than esxcheck writes any.',
    );
    expect(Date.now() - before).toBeLessThan(5000);
  });

  test('a name that leads nowhere, and a folder', async () => {
    const missing = await run('evaluate', at('missing.esxsnap'));
    expect([missing.exitCode, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/^FILE_NOT_READ: .*there is no such file/),
    ]);
    expect((await run('evaluate', folder)).stderr).toMatch(/^FILE_NOT_READ: /);
  });

  test('one that its reader may not read', async () => {
    if (process.getuid?.() === 0 || process.platform === 'win32') return;
    await sample();
    await chmod(at('sample.esxsnap'), 0o000);
    expect((await run('evaluate', at('sample.esxsnap'))).stderr).toMatch(/^FILE_NOT_READ: /);
  });
});
