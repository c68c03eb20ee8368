import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixState } from '../../src/checks/values/fix-state.ts';
import { KNOWN_RELEASES, lineOf } from '../../src/checks/values/release-branch.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
import { MIXED_RELEASES } from './support/mixed-releases.ts';
import { against, scanDocument } from './support/esxcheck.ts';
import { HARDEN, HARDEN_SCRIPTS } from './support/paths.ts';
import { run } from './support/run.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** By id of the advisory, and by name of the release or host. */
type Statuses = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The one that both hold of ESXi; its catalog says of the other, VMSA-2026-0006, that its rows of ESXi are not catalogued. */
const ADVISORY = 'VMSA-2025-0004';

/** Where the two differ, and why: in none of these does one call fixed what the other calls affected. */
const EXPLAINED: Readonly<Record<string, string>> = {
  '6.5 affected unknown': 'the maker says that 6.5 is fixed in extended support alone; it does not list the line',
  '8.0 unknown affected': '8.0e came a week later, and no second source says whether it is the fix of 8.0.0',
  '8.0 unknown fixed': 'the build is a hot patch, that no catalog holds; it goes by the number',
  '9.0 not-affected unknown': 'the line came out after the advisory; it says unknown of every line that is not listed',
  '9.1 not-affected unknown': 'the line came out after the advisory; it says unknown of every line that is not listed',
};

witness('the advisories of vmware-harden beside ours', 'harden', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esxcheck-advisories-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('of every release of our catalog, what both decide is the same', async () => {
    const releases = [...KNOWN_RELEASES].map(([build, { version }]) => ({
      name: String(build),
      version,
      build: String(build),
    }));
    const file = join(folder, 'releases.json');
    await writeFile(file, JSON.stringify(releases));
    const theirs = (await judgedByThem(file))[ADVISORY] ?? {};
    const pairs = releases.map(
      ({ name, version }) => [lineOf(version) ?? '', oursOf(version, Number(name)), theirs[name]] as const,
    );
    expect(unexplained(pairs)).toEqual([]);
    const decided = pairs.filter(([, ours, their]) => ours !== 'unknown' && their !== 'unknown');
    expect(decided.length).toBeGreaterThan(60);
  });

  describe('on one vcsim', () => {
    let vcsim: Vcsim;

    beforeAll(async () => {
      vcsim = await startVcsim({ hosts: MIXED_RELEASES.length, clusters: 1, releases: MIXED_RELEASES });
      await configure(folder, vcsim);
    });
    afterAll(() => vcsim[Symbol.asyncDispose]());

    test('both read the same builds and say the same, but for what is explained', async () => {
      const scan = ['scan', '--target', 'sim', '--baseline', 'vmsa-advisories', '--db', join(folder, 'twin.duckdb')];
      const caFile = join(folder, 'ca.pem');
      await writeFile(caFile, vcsim.certificate);
      await run(`${HARDEN}/vmware-harden`, scan, {
        env: { HOME: folder, SSL_CERT_FILE: caFile, VMWARE_SIM_PASSWORD: vcsim.password },
      });
      const theirs = (await judgedByThem(join(folder, 'twin.duckdb')))[ADVISORY] ?? {};
      const ran = await against(vcsim, 'scan', '--pack', 'advisories', '--format', 'json');
      const { hosts, findings } = scanDocument(ran);
      const rule = 'advisories/vmsa-2025-0004-cve-2025-22224';
      const pairs = hosts.map(({ id, name, version }) => {
        const found = findings.find((finding) => finding.rule === rule && finding.host === id);
        return [lineOf(version ?? '') ?? '', found?.exposure?.status ?? '', theirs[name]] as const;
      });
      expect(pairs.length).toBe(MIXED_RELEASES.length);
      expect(unexplained(pairs)).toEqual([]);
    });
  });
});

async function judgedByThem(source: string): Promise<Statuses> {
  const { stdout } = await run(`${HARDEN}/python`, [`${HARDEN_SCRIPTS}/advisories.py`, source]);
  return JSON.parse(stdout) as Statuses;
}

function oursOf(version: string, build: number): string {
  const advisory = shippedAdvisories().advisories.find(({ id }) => id === ADVISORY);
  const group = advisory?.groups[0];
  const fixes = Object.fromEntries(
    (group?.fixes ?? []).map((fix) => [fix.version, fix.build ?? fix.word ?? 'unknown']),
  );
  return fixState({ version, build, base: null }, { fixes, published: advisory?.published ?? null }).status;
}

/** Each difference that nobody has explained, once; theirs is written as ours. */
function unexplained(
  pairs: readonly (readonly [line: string, ours: string, theirs: string | undefined])[],
): readonly string[] {
  const different = pairs
    .map(([line, ours, theirs]) => [line, ours, theirs?.replace('_', '-') ?? 'missing'] as const)
    .filter(([, ours, theirs]) => ours !== theirs)
    .map((parts) => parts.join(' '));
  return [...new Set(different)].filter((key) => !Object.hasOwn(EXPLAINED, key));
}

/** It finds its targets below the home folder; the two packages that it reads by have a file each. */
async function configure(home: string, { port, user }: Vcsim): Promise<void> {
  const target = `{ name: sim, host: 127.0.0.1, port: ${port}, username: ${user}, type: vcenter, verify_ssl: true }`;
  for (const part of ['.vmware-aiops', '.vmware-storage']) {
    await mkdir(join(home, part));
    await writeFile(join(home, part, 'config.yaml'), `targets:\n  - ${target}\n`);
  }
}
