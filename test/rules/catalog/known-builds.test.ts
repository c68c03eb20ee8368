import { expect, test } from 'vitest';
import type { Release } from '../../../src/model/catalog.ts';
import { KNOWN_RELEASES } from '../../../src/checks/values/release-branch.ts';
import { loadCatalog } from '../../../src/rules/catalog/releases.ts';
import { loadPatchLevels } from '../../../src/rules/catalog/patch-levels.ts';

const { releases } = await loadCatalog('rules/catalog/releases.csv');
const levels = await loadPatchLevels('rules/catalog/patch-levels.csv');

/** The update that a build belongs to: its row says so, or it came after the release of that name. */
function updatesOf(ofVersion: readonly Release[]): readonly number[] {
  let newest = 0;
  return ofVersion.map(({ name, branch }) => {
    const own = /^Update (\d)$/.exec(branch ?? '')?.[1];
    if (own !== undefined) return Number(own);
    newest = Math.max(newest, Number(/\b(?:Update |U)(\d)/.exec(name)?.[1] ?? 0));
    return newest;
  });
}

function entriesOf(ofVersion: readonly Release[]): readonly string[] {
  const updates = updatesOf(ofVersion);
  return ofVersion.map(({ build, branch, released, confidence }, at) => {
    const date = released === null ? '' : `${released}${confidence === 'S1' ? '?' : ''}`;
    return `${build}:${updates[at] ?? 0}${branch === null ? '' : '*'}:${date}`;
  });
}

function wrapped(entries: readonly string[]): string {
  const lines = [''];
  for (const entry of entries) {
    const line = lines.at(-1) ?? '';
    if (line.length + entry.length > 110) lines.push(entry);
    else lines[lines.length - 1] = line === '' ? entry : `${line} ${entry}`;
  }
  return lines.map((line) => `    ${line}`).join('\n');
}

function source(): string {
  const versions = [...new Set(releases.map(({ version }) => version))];
  const members = versions.map((version) => {
    const ofVersion = releases.filter((release) => release.version === version);
    const byBuild = ofVersion.toSorted((one, other) => Number(one.build) - Number(other.build));
    return `  '${version}': \`\n${wrapped(entriesOf(byBuild))}\n  \`,\n`;
  });
  const known = [...levels]
    .filter(([, { confidence }]) => confidence.startsWith('C'))
    .map(([build, { level }]) => `  [${build}, '${level}'],\n`);
  return `/**
 * Written by a test from rules/catalog/releases.csv, for judging without a file at hand. By version: each build, its update
 * (\`*\`: built aside of the releases of the version), and its date
 * where two sources tell it; with \`?\` where one alone does.
 */
export const BUILDS: Readonly<Record<string, string>> = {
${members.join('')}};

/** By build, the patch level of its package esx-base, where its maker or two sources tell it (rules/catalog/patch-levels.csv). */
export const PATCH_LEVELS: ReadonlyMap<number, string> = new Map([
${known.join('')}]);
`;
}

test('what judging knows of releases is what the catalog has', async () => {
  await expect(source()).toMatchFileSnapshot('../../../src/checks/values/known-builds.ts');
  expect(KNOWN_RELEASES.size).toBe(releases.length);
});

test.each([
  [5251621, { version: '6.0.0', update: 1, aside: true, released: '2017-03-28' }],
  [5050593, { version: '6.0.0', update: 3, aside: false, released: '2017-02-24' }],
  [13004448, { version: '6.7.0', update: 1, aside: true, released: '2019-03-28' }],
  [24585300, { version: '8.0.2', update: 2, aside: false, released: null, claimed: '2025-03-04' }],
  [23307199, { version: '7.0.3', update: 3, aside: false, released: '2024-03-05' }],
])('build %i is known as its row says', (build, known) => {
  expect(KNOWN_RELEASES.get(build)).toEqual(known);
});

test('a patch level is that of a release of the catalog', () => {
  expect([...levels.keys()].filter((build) => !KNOWN_RELEASES.has(build))).toEqual([]);
});
