import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../src/rules/catalog/releases.ts';

/**
 * A second source beside the lists of releases: builds that fix an advisory, as VMware's and Broadcom's own CVE records and
 * advisories name them (`record`), with the versions that they fix and the day of the advisory.
 */
const SECOND = new URL('advisory-builds.csv', import.meta.url);

const catalog = await loadCatalog('rules/catalog/releases.csv');
const [header, ...lines] = (await readFile(SECOND, 'utf8')).trim().split('\n');
const rows = lines.map((line) => line.split(','));

test('the second source is whole', () => {
  expect(header).toBe('build,versions,advisory,published,record');
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((row) => row.length !== 5)).toEqual([]);
});

test.each(rows)('build %s of %s, which fixes %s of %s, is in the catalog as such', (build, versions, _, published) => {
  const release = catalog.releases.find((each) => each.build === build);
  expect(versions?.split(' ')).toContain(release?.version);
  // A fix is out on the day on which it is told, or before.
  if (release?.released !== null) expect((release?.released ?? '') <= (published ?? '')).toBe(true);
});

test.each([
  ['17499825', { name: 'ESXi 6.7 EP 18', version: '6.7.0', bulletin: 'ESXi670-202102001', released: '2021-02-23' }],
  ['23307199', { released: '2024-03-05', confidence: 'C2' }],
  ['24784735', { name: 'ESXi 8.0 Update 3f (EP5)', released: '2025-07-15' }],
  ['25148076', { released: null }],
  ['25626445', { version: '8.0.2', released: null, confidence: 'C2' }],
  ['24814147', { name: 'ESXi 8.0f', confidence: 'S1' }],
])('build %s has its correction', (build, wanted) => {
  expect(catalog.releases.find((each) => each.build === build)).toMatchObject(wanted);
});

test('recalled releases are marked, and no other', () => {
  const recalled = catalog.releases.filter((release) => release.recalled).map(({ build }) => build);
  expect(recalled).toEqual(['2702864', '7504623', '7504637', '7526125', '18644231', '18825058', '18905247']);
});
