import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MATRIX_REPORTERS } from '../../reports/catalog/matrix.ts';
import { ADVISORY_PACK } from '../../src/advisories/advisory-rules.ts';
import { advisoryAge, listAdvisories } from '../../src/advisories/listing.ts';
import { advisoryMatrix, matrixReleases } from '../../src/advisories/matrix.ts';
import { compareVersions } from '../../src/checks/values/value.ts';
import type { ExposureStatus } from '../../src/model/advisory.ts';
import type { Release } from '../../src/model/catalog.ts';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { loadCatalog } from '../../src/rules/catalog/releases.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
import { shippedRules } from '../../src/shipped/shipped-rules.ts';
import { rendered } from '../reports/rendered.ts';

const { releases } = await loadCatalog('rules/catalog/releases.csv');
const rules = await loadPacks(shippedRules(new Set([ADVISORY_PACK])));
const matrix = advisoryMatrix(rules, matrixReleases(releases));

const lineOf = ({ version }: Release): string => version.replace(/\.\d+$/, '');

/** By version, then by build. */
function isNewer(one: Release, other: Release): boolean {
  return (compareVersions(one.version, other.version) ?? 0) * 1e12 + Number(one.build) - Number(other.build) > 0;
}

function newestBy(keyOf: (release: Release) => string): ReadonlyMap<string, Release> {
  const newest = new Map<string, Release>();
  for (const release of releases) {
    const before = newest.get(keyOf(release));
    if (before === undefined || isNewer(release, before)) newest.set(keyOf(release), release);
  }
  return newest;
}

function statesOf(release: { version: string | null; build: string }): ReadonlyMap<string, ExposureStatus> {
  const listed = listAdvisories(rules, { name: null, ...release });
  return new Map(listed.map(({ rule, state }) => [rule, state?.status ?? 'unknown']));
}

test('every release stands to every advisory as a scan judges a host that runs it', () => {
  for (const { version, build } of releases) {
    const facts = exampleFacts({ 'host.version': version, 'host.build': build, 'host.stagedBase': 'absent' });
    const judged = evaluateHost(facts, rules, new Map());
    const exposures = new Map(judged.map(({ rule, exposure }) => [rule, exposure?.status]));
    expect(statesOf({ version, build }), `${version} ${build}`).toEqual(exposures);
  }
});

test('what the newest build of each line is open to, and what is unknown of it, is what people have looked at', async () => {
  const sections = [...newestBy(lineOf)].map(([line, { name, version, build }]) => {
    const reasons = new Map<string, string[]>();
    for (const { advisory, state } of listAdvisories(rules, { name, version, build })) {
      if (state === null || state.status === 'fixed' || state.status === 'not-affected') continue;
      const reason = `${state.status}: ${state.message}`;
      reasons.set(reason, [...(reasons.get(reason) ?? []), `    ${advisory.id} ${advisory.cves[0] ?? ''}\n`]);
    }
    const open = [...reasons].map(([reason, named]) => `  ${reason}\n${named.join('')}`);
    return `${line}: ${name} (build ${build})\n${open.length === 0 ? '  nothing\n' : open.join('')}`;
  });
  expect(sections).toHaveLength(10);
  await expect(sections.join('\n')).toMatchFileSnapshot('newest-builds.txt');
});

/** Verdicts of another program of another author, over advisories of its own data (public tests of a PowerCLI audit, 2026-09). */
test.each([
  ['7.0.3', '24784741', ['VMSA-2026-0006'], ['VMSA-2025-0013']],
  ['8.0.3', '25595708', [], ['VMSA-2026-0006', 'VMSA-2025-0013']],
  ['9.0.0', '24755229', ['VMSA-2025-0013', 'VMSA-2026-0006'], []],
  ['9.0.1', '24957456', ['VMSA-2026-0006'], ['VMSA-2025-0013']],
  ['9.0.2', '25595025', [], ['VMSA-2026-0006', 'VMSA-2025-0013']],
  ['9.1.0', '25370933', ['VMSA-2026-0006'], []],
  ['9.1.0', '25557999', [], ['VMSA-2026-0006']],
  ['9.1.1', '25714478', [], ['VMSA-2026-0006']],
  ['8.0.3', '24022510', ['VMSA-2026-0006', 'VMSA-2025-0004'], []],
  ['7.0.3', '21424296', ['VMSA-2024-0013'], []],
])('%s build %s is open to %j and not to %j', (version, build, open, closed) => {
  const listed = listAdvisories(rules, { name: null, version, build });
  const affected = new Set(listed.flatMap(({ advisory, state }) => (state?.status === 'affected' ? advisory.id : [])));
  expect(open.filter((id) => !affected.has(id))).toEqual([]);
  expect(closed.filter((id) => affected.has(id))).toEqual([]);
});

test.each([
  [null, '99999999'],
  ['8.0.3', '99999999'],
  ['8.0.3', '24585384'],
  ['8.0.3', '24784741'],
])('a build that no catalog holds (%s %s) is called fixed by its version alone', (version, build) => {
  const listed = listAdvisories(rules, { name: null, version, build });
  const fixed = listed.filter(({ state }) => state?.status === 'fixed').map(({ state }) => state?.fixedBuild);
  // What was made known before 8.0.3 came out is in every build of it.
  expect(new Set(fixed)).toEqual(new Set(version === null || build === '24784741' ? [] : [null]));
  if (version === null) expect(listed.every(({ state }) => state?.status === 'unknown')).toBe(true);
});

test('a higher build of another branch is no fix: what 8.0 U3 opens again for 8.0 U2d', () => {
  const rule = 'advisories/vmsa-2025-0004-cve-2025-22224';
  expect(statesOf({ version: '8.0.2', build: '24585300' }).get(rule)).toBe('fixed');
  expect(statesOf({ version: '8.0.3', build: '24022510' }).get(rule)).toBe('affected');
});

test('the matrix holds 40 releases, among them the newest of each line and of each version from 7.0 on', () => {
  const builds = matrix.releases.map(({ build }) => build);
  expect(builds).toHaveLength(40);
  const ofVersions = newestBy(({ version }) => version).values();
  const newest = [...newestBy(lineOf).values(), ...[...ofVersions].filter(({ version }) => !/^[56]\./.test(version))];
  expect(newest.filter(({ build }) => !builds.includes(build))).toEqual([]);
  expect(matrix.advisories.length).toBe(rules.length);
});

const PAGE = 'docs/advisory-matrix.md';
const BEGIN = '<!-- begin: esxcheck catalog --advisories --matrix --format markdown -->\n';
const END = '<!-- end -->';

test('the page of the matrix is what the command prints, and nothing unknown is drawn as fixed', async () => {
  const age = { ...advisoryAge(shippedAdvisories(), new Date(`${shippedAdvisories().asOf}T00:00:00Z`)) };
  const printed = rendered(MATRIX_REPORTERS, 'markdown', { tool: { name: 'esxcheck', version: '0' }, age, ...matrix });
  const page = await readFile(PAGE, 'utf8');
  const head = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  await expect(`${head}\n${printed}\n${END}\n`).toMatchFileSnapshot(`../../${PAGE}`);
  const rows = printed.split('\n').filter((line) => /^\| ESXi? /.test(line));
  for (const [index, { statuses }] of matrix.releases.entries()) {
    const signs = (rows[index] ?? '').split('|').slice(3, -1);
    expect(signs.map((sign) => sign.trim() === '+')).toEqual(statuses.map((status) => status === 'fixed'));
  }
});
