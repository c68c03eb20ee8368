import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runIn } from './captured-io.ts';

interface Printed {
  readonly releases: readonly { readonly name: string; readonly build: string }[];
  readonly compared: { readonly complete: boolean } | null;
  readonly flips: readonly { readonly setting: string }[] | null;
}

async function printed(...words: readonly string[]): Promise<Printed> {
  const { exitCode, stdout, stderr } = await runIn(['catalog', ...words, '--format', 'json']);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Printed;
}

test('without a question every release is listed', async () => {
  expect((await printed()).releases).toHaveLength(336);
  const { stdout } = await runIn(['catalog', '--format', 'csv']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(337);
});

test('one release by name, bulletin or build', async () => {
  for (const words of [
    ['--release', '6.0-P04'],
    ['--release', 'ESXi600-201611001'],
    ['--build', '4600944'],
  ]) {
    expect((await printed(...words)).releases).toMatchObject([{ name: 'ESXi 6.0 Patch 4', build: '4600944' }]);
  }
  // The build that fixes CVE-2021-21974 on 6.7.
  expect((await printed('--build', '17499825')).releases).toMatchObject([
    { name: 'ESXi 6.7 EP 18', build: '17499825' },
  ]);
  expect((await runIn(['catalog', '--build', '18905247'])).stdout).toContain('recalled');
  const { stdout } = await runIn(['catalog', '--release', '6.0 P04']);
  expect(stdout).toMatch(/4600944.*ESXi 6\.0 Patch 4.*iovDisableIR default TRUE/);
});

test('a name that means none or several releases is one clear error', async () => {
  const unknown = await runIn(['catalog', '--release', '6.5 EP1']);
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
  expect(unknown.stderr).toMatch(/^RELEASE_UNKNOWN: .*"6\.5 EP1".*Express Patch 1a: build 5224529/s);
  expect((await runIn(['catalog', '--release', '8.0 EP1'])).stderr).toMatch(/^RELEASE_AMBIGUOUS: /);
  expect((await runIn(['catalog', '--build', '1'])).stderr).toMatch(/^RELEASE_UNKNOWN: /);
});

test('how old the catalog is, part by part, and a sentence about what is old', async () => {
  const { exitCode, stdout } = await runIn(['catalog', '--age', '--format', 'json']);
  const { today, parts } = JSON.parse(stdout) as { today: string; parts: readonly { part: string; asOf: string }[] };
  expect([exitCode, today]).toEqual([0, new Date().toISOString().slice(0, 10)]);
  expect(parts).toMatchObject([
    { part: 'releases', asOf: '2026-07-29', release: { build: '25595708' } },
    { part: 'measured-defaults', asOf: '2025-09-29', old: true, release: { name: 'ESX 9.0.1.0' } },
    { part: 'lifecycle', asOf: '2026-08-22', release: null },
    { part: 'certified-models', asOf: '2020-03-10', old: true },
  ]);
  expect((await runIn(['catalog', '--age'])).stdout).toMatch(/Older than 60 days on .*certified models/s);
});

test('a release is listed with the end of its support, and what was taken back as such', async () => {
  const { stdout } = await runIn(['catalog', '--build', '18905247']);
  expect(stdout).toContain('recalled');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The last day of general support of 7.0 is 2025-10-02');
  const [release] = (await printed('9.0.1.0')).releases;
  expect(release).toMatchObject({ support: { generalSupportEnds: '2027-09-17', confidence: 'S1' } });
});

test('flips take two releases', async () => {
  const { compared, flips } = await printed('--flips', '6.0U3', '6.5d');
  expect(compared?.complete).toBe(true);
  expect(flips?.map(({ setting }) => setting)).toContain('iovDisableIR');
  const { stdout } = await runIn(['catalog', '--flips', '6.0 EP7', '6.0 P04']);
  expect(stdout).toContain(
    'ESXi 6.0 Patch 4 was not measured; known otherwise: iovDisableIR default TRUE (two independent sources).',
  );
  expect(stdout).toMatch(/iovDisableIR +│ FALSE +│ TRUE +│ inferred \/ two independent sources/);
});

test.each([
  [['--flips', '8.0U3'], /USAGE: .*--flips.*/],
  [['--flips', '8.0U3', '8.0U2', '8.0U1'], /USAGE: /],
  [['--flips', '8.0U3', '8.0U2', '--flips', '8.0U1', '8.0U2'], /USAGE: The option --flips takes two values, once/],
  [['--flips', '8.0U3', '8.0U2', '--build', '1'], /USAGE: .*several questions/],
  [['--release', '8.0U3', '--release', '8.0U2'], /USAGE: The option --release is given more than once/],
])('%j is refused', async (words, said) => {
  const { exitCode, stderr } = await runIn(['catalog', ...words]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(said);
});

test('a file takes its format from its ending', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-catalog-'));
  try {
    const path = join(folder, 'releases.csv');
    await runIn(['catalog', '--release', '8.0U3', '--output', path]);
    expect(await readFile(path, 'utf8')).toMatch(/^version,name,.*\n8\.0\.3,ESXi 8\.0 Update 3,/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
