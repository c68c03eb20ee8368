import { expect, test } from 'vitest';
import { APPLIES_REPORTERS } from '../../reports/applies.ts';
import { AUDIT_REPORTERS } from '../../reports/audit.ts';
import { ADVISORY_REPORTERS } from '../../reports/catalog/advisories.ts';
import { MATRIX_REPORTERS } from '../../reports/catalog/matrix.ts';
import { AGE_REPORTERS } from '../../reports/catalog/age.ts';
import { CATALOG_REPORTERS } from '../../reports/catalog.ts';
import { comparisonReporters } from '../../reports/compare.ts';
import { DIFF_REPORTERS } from '../../reports/diff.ts';
import { HISTORY_REPORTERS } from '../../reports/history.ts';
import { KERNEL_REPORTERS } from '../../reports/kernel.ts';
import { LEARNT_REPORTERS } from '../../reports/learnt.ts';
import { PATCH_REPORTERS } from '../../reports/patch.ts';
import { PREPATCH_REPORTERS } from '../../reports/prepatch.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { TREND_REPORTERS } from '../../reports/trend.ts';
import { STATES, VERDICTS } from '../../src/model/finding.ts';
import { fullComparison } from '../compare/fixture.ts';
import { advisoryListing, advisoryMatrixOf, releaseByAdvisories } from './advisory-fixture.ts';
import { ageReport, flipListing, fullPatch, learntListing, releaseListing } from './catalog-fixture.ts';
import { fullApplies } from './full-applies.ts';
import { fullAudit, fullDifference, fullListingOfScans, fullTrends } from './full-looking-back.ts';
import { fullListing, fullPrepatch, fullScan } from './full-scan/full-scan.ts';
import { rendered } from './rendered.ts';

// To make the golden files anew: npx vitest run --config test/vitest.config.ts test/reports/golden.test.ts -u

const PAGES = [
  { width: 60, colour: false },
  { width: 80, colour: false },
  { width: 100, colour: false },
  { width: 200, colour: false },
  { width: 100, colour: true },
  { width: null, colour: false },
] as const;

test('the scan that the golden files show has every verdict and every state', () => {
  const { findings } = fullScan();
  expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS));
  expect(new Set(findings.flatMap(({ state }) => state ?? []))).toEqual(new Set(STATES));
});

test.each(PAGES)('a scan as a table, $width columns, colour $colour', async (page) => {
  const file = `golden/scan-${page.width ?? 'pipe'}${page.colour ? '-colour' : ''}.table`;
  await expect(rendered(SCAN_REPORTERS, 'table', fullScan(), page)).toMatchFileSnapshot(file);
});

test.each(PAGES)('a kernel listing as a table, $width columns, colour $colour', async (page) => {
  const file = `golden/kernel-${page.width ?? 'pipe'}${page.colour ? '-colour' : ''}.table`;
  await expect(rendered(KERNEL_REPORTERS, 'table', fullListing(), page)).toMatchFileSnapshot(file);
});

test.each(['lines', 'csv', 'json', 'html', 'markdown', 'junit', 'prometheus'])('a scan as %s', async (name) => {
  await expect(rendered(SCAN_REPORTERS, name, fullScan())).toMatchFileSnapshot(`golden/scan.${name}`);
});

test.each(['lines', 'csv', 'json'])('a kernel listing as %s', async (name) => {
  await expect(rendered(KERNEL_REPORTERS, name, fullListing())).toMatchFileSnapshot(`golden/kernel.${name}`);
});

test.each(['table', 'csv', 'json'])('answers before a patch as %s', async (name) => {
  const page = { width: name === 'table' ? 100 : null, colour: false };
  await expect(rendered(PREPATCH_REPORTERS, name, fullPrepatch(), page)).toMatchFileSnapshot(`golden/prepatch.${name}`);
});

test.each(['table', 'csv', 'json'])('a comparison as %s', async (name) => {
  const page = { width: name === 'table' ? 100 : null, colour: false };
  await expect(rendered(comparisonReporters(name === 'table'), name, fullComparison(), page)).toMatchFileSnapshot(
    `golden/compare.${name}`,
  );
});

test.each([PAGES[1], PAGES[5]])('what was applied as a table, $width columns', async (page) => {
  const file = `golden/applies-${page.width ?? 'pipe'}.table`;
  await expect(rendered(APPLIES_REPORTERS, 'table', fullApplies(), page)).toMatchFileSnapshot(file);
});

test.each(['lines', 'csv', 'json'])('what was applied as %s', async (name) => {
  await expect(rendered(APPLIES_REPORTERS, name, fullApplies())).toMatchFileSnapshot(`golden/applies.${name}`);
});

test.each(['table', 'lines', 'csv', 'json'])('what looks back as %s', async (name) => {
  const page = { width: name === 'table' ? 100 : null, colour: false };
  await expect(rendered(DIFF_REPORTERS, name, fullDifference(), page)).toMatchFileSnapshot(`golden/diff.${name}`);
  await expect(rendered(HISTORY_REPORTERS, name, fullListingOfScans(), page)).toMatchFileSnapshot(
    `golden/history.${name}`,
  );
  await expect(rendered(AUDIT_REPORTERS, name, fullAudit(), page)).toMatchFileSnapshot(`golden/audit.${name}`);
  await expect(rendered(TREND_REPORTERS, name, fullTrends(), page)).toMatchFileSnapshot(`golden/trend.${name}`);
});

test.each(PAGES)('what a patch does as a table, $width columns, colour $colour', async (page) => {
  const file = `golden/patch-${page.width ?? 'pipe'}${page.colour ? '-colour' : ''}.table`;
  await expect(rendered(PATCH_REPORTERS, 'table', fullPatch(), page)).toMatchFileSnapshot(file);
});

test.each(['lines', 'csv', 'json'])('what a patch does as %s', async (name) => {
  await expect(rendered(PATCH_REPORTERS, name, fullPatch())).toMatchFileSnapshot(`golden/patch.${name}`);
});

test.each(['table', 'lines', 'csv', 'json'])('advisories as %s', async (name) => {
  const all = rendered(ADVISORY_REPORTERS, name, advisoryListing());
  await expect(all).toMatchFileSnapshot(`golden/advisories.${name}`);
  const release = rendered(ADVISORY_REPORTERS, name, releaseByAdvisories());
  await expect(release).toMatchFileSnapshot(`golden/advisories-of-release.${name}`);
});

test.each(['table', 'markdown', 'csv', 'json'])('releases by advisories as %s', async (name) => {
  await expect(rendered(MATRIX_REPORTERS, name, advisoryMatrixOf())).toMatchFileSnapshot(`golden/matrix.${name}`);
});

test.each(['table', 'lines', 'csv', 'json'])('releases and flips as %s', async (name) => {
  await expect(rendered(CATALOG_REPORTERS, name, releaseListing())).toMatchFileSnapshot(`golden/catalog.${name}`);
  await expect(rendered(CATALOG_REPORTERS, name, flipListing())).toMatchFileSnapshot(`golden/flips.${name}`);
  await expect(rendered(AGE_REPORTERS, name, ageReport())).toMatchFileSnapshot(`golden/age.${name}`);
});

test.each(['table', 'lines', 'csv', 'json'])('what a site learnt as %s', async (name) => {
  await expect(rendered(LEARNT_REPORTERS, name, learntListing())).toMatchFileSnapshot(`golden/learnt.${name}`);
});

test('no format is without a golden file', () => {
  const names = ['table', 'lines', 'csv', 'json'];
  expect(SCAN_REPORTERS.map(({ name }) => name)).toEqual([...names, 'html', 'markdown', 'junit', 'prometheus']);
  expect(KERNEL_REPORTERS.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(APPLIES_REPORTERS.map(({ name }) => name)).toEqual(names);
  expect(PATCH_REPORTERS.map(({ name }) => name)).toEqual(names);
  expect(CATALOG_REPORTERS.map(({ name }) => name)).toEqual(names);
  expect(LEARNT_REPORTERS.map(({ name }) => name)).toEqual(names);
});
