import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
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
    { part: 'advisories' },
    { part: 'exploited-faults', asOf: '2025-08-25', old: true },
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

interface PrintedAdvisories {
  readonly release: { readonly name: string | null; readonly version: string | null } | null;
  readonly advisories: readonly { readonly id: string; readonly state: { readonly status: string } | null }[];
}

async function printedAdvisories(...words: readonly string[]): Promise<PrintedAdvisories> {
  const { exitCode, stdout, stderr } = await runIn(['catalog', '--advisories', ...words, '--format', 'json']);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as PrintedAdvisories;
}

test('advisories without any vCenter: all, and what one release is open to', async () => {
  const all = await printedAdvisories();
  expect(all.release).toBeNull();
  expect(all.advisories.map(({ state }) => state)).toEqual(all.advisories.map(() => null));
  const statuses = async (...words: readonly string[]) =>
    new Set((await printedAdvisories(...words)).advisories.map(({ state }) => state?.status));
  expect(await statuses('--build', '24022510')).toEqual(new Set(['affected', 'fixed', 'not-affected']));
  expect(await statuses('--release', '8.0U3')).toEqual(await statuses('--build', '24022510'));
  expect(await statuses('--build', '99999999')).toEqual(new Set(['unknown']));
  const { stdout } = await runIn(['catalog', '8.0U3', '--advisories']);
  expect(stdout).toMatch(/^ESXi 8\.0 Update 3 \(build 24022510\)/);
  expect(stdout).toContain('Of ESXi alone');
});

async function matrix(format: string): Promise<string> {
  return (await runIn(['catalog', '--advisories', '--matrix', '--format', format])).stdout;
}

test('the matrix has a sign for each release and advisory, in a table, in Markdown and in CSV', async () => {
  expect(await matrix('table')).toMatch(/ESXi 8\.0 Update 3k \(EP6\) +│ 25595708 +│ \+/);
  expect(await matrix('markdown')).toMatch(/^\| Release \| Build \| 1 \| 2 /);
  expect((await matrix('csv')).trimEnd().split('\n')).toHaveLength(41);
});

test('newer data takes the place of the shipped, and that it is old is said', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-catalog-'));
  try {
    const file = join(folder, 'advisories.json');
    const data = { ...shippedAdvisories(), asOf: '2026-08-01', advisories: shippedAdvisories().advisories.slice(0, 1) };
    await writeFile(file, JSON.stringify(data));
    const { stdout } = await runIn(['catalog', '--advisories', '--advisories-file', file]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/Data of 2026-08-01\. That is \d+ days ago/);
    expect(stdout).not.toContain('VMSA-2025-0004');
    expect(stdout).toContain('in 1 advisory.');
    const config = join(folder, 'esxcheck.yaml');
    await writeFile(config, 'advisories: advisories.json\n');
    expect((await runIn(['catalog', '--advisories', '--config', config])).stdout).toBe(stdout);
    expect((await runIn(['catalog', '--age', '--config', config])).stdout).toMatch(/2026-08-01/);
    await writeFile(file, '{}');
    expect(await runIn(['catalog', '--advisories', '--config', config])).toMatchObject({ exitCode: 2 });
    expect(await runIn(['catalog', '--advisories', '--advisories-file', file])).toMatchObject({ exitCode: 2 });
  } finally {
    await rm(folder, { recursive: true });
  }
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
  [['--matrix'], /USAGE: --matrix and --advisories-file go with --advisories/],
  [['--advisories', '--age'], /USAGE: .*several questions/],
  [['--advisories', '--matrix', '--build', '24022510'], /USAGE: .*several questions/],
  [['--advisories', '--build', 'soon'], /USAGE: .*is no build number/],
  [['--advisories', '--release', '6.5 EP1'], /RELEASE_UNKNOWN/],
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
