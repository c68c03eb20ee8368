import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
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
import { genericPayload } from '../../reports/notice/payloads.ts';
import { LEARNT_REPORTERS } from '../../reports/learnt.ts';
import { PATCH_REPORTERS } from '../../reports/patch.ts';
import { PREPATCH_REPORTERS } from '../../reports/prepatch.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { appliesSchema } from '../../reports/schema/applies.ts';
import { applySchema } from '../../reports/schema/apply.ts';
import { advisoriesSchema, advisoryMatrixSchema } from '../../reports/schema/advisories.ts';
import { catalogAgeSchema, catalogSchema } from '../../reports/schema/catalog.ts';
import { compareSchema } from '../../reports/schema/compare.ts';
import { kernelSchema } from '../../reports/schema/kernel.ts';
import { auditSchema, diffSchema, historySchema, trendSchema } from '../../reports/schema/looking-back.ts';
import { notificationSchema } from '../../reports/schema/notification.ts';
import { learntSchema } from '../../reports/schema/learnt.ts';
import { patchSchema } from '../../reports/schema/patch.ts';
import { prepatchSchema } from '../../reports/schema/prepatch.ts';
import { scanSchema } from '../../reports/schema/scan.ts';
import { TREND_REPORTERS } from '../../reports/trend.ts';
import { unread } from '../../src/model/reading.ts';
import { fullComparison } from '../compare/fixture.ts';
import { advisoryListing, advisoryMatrixOf, releaseByAdvisories } from './advisory-fixture.ts';
import { ageReport, flipListing, fullPatch, learntListing, releaseListing } from './catalog-fixture.ts';
import { aHost, aScan, aSetting } from './fixture.ts';
import { fullApplies } from './full-applies.ts';
import { fullAudit, fullDifference, fullListingOfScans, fullTrends } from './full-looking-back.ts';
import { fullListing, fullPrepatch, fullScan } from './full-scan/full-scan.ts';
import { hostileText, poisoned } from './hostile.ts';
import { PIPE, rendered } from './rendered.ts';
import { runs } from '../support/sample.ts';

const DOCS = '../../docs/schema';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isScan = ajv.compile(scanSchema());
const isListing = ajv.compile(kernelSchema());
const isApplies = ajv.compile(appliesSchema());
const isLearnt = ajv.compile(learntSchema());
const isPatch = ajv.compile(patchSchema());
const isCatalog = ajv.compile(catalogSchema());
const isAge = ajv.compile(catalogAgeSchema());

/** What is wrong with a document; empty when nothing is. */
function faultsOf(validate: ValidateFunction, text: string): unknown[] {
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? []);
}

test('a scan holds to its published schema, whatever the texts in it', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const text = rendered(SCAN_REPORTERS, 'json', poisoned(fullScan(), hostile));
      expect(faultsOf(isScan, text)).toEqual([]);
    }),
    { numRuns: runs(10) },
  );
});

test('answers before a patch hold to their published schema, whatever the texts in them', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const text = rendered(PREPATCH_REPORTERS, 'json', poisoned(fullPrepatch(), hostile));
      expect(faultsIn([prepatchSchema(), text])).toBeNull();
    }),
    { numRuns: runs(10) },
  );
});

test('a comparison holds to its published schema, whatever the texts in it', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const text = rendered(comparisonReporters(false), 'json', poisoned(fullComparison(), hostile));
      expect(faultsIn([compareSchema(), text])).toBeNull();
    }),
    { numRuns: runs(10) },
  );
});

test('a kernel listing holds to its published schema', () => {
  expect(faultsOf(isListing, rendered(KERNEL_REPORTERS, 'json', fullListing()))).toEqual([]);
});

test('what was applied holds to its published schema, whatever the texts in it', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const text = rendered(APPLIES_REPORTERS, 'json', poisoned(fullApplies(), hostile));
      expect(faultsOf(isApplies, text)).toEqual([]);
    }),
    { numRuns: runs(10) },
  );
  const text = rendered(APPLIES_REPORTERS, 'json', fullApplies());
  expect(faultsOf(isApplies, text.replace('"state":"tampered"', '"state":"fine"'))).not.toEqual([]);
  expect(faultsOf(isApplies, text.replace('"sentAt"', '"sent"'))).not.toEqual([]);
});

test('what a patch does, and what the catalog tells, hold to their published schemas, whatever the texts in them', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      expect(faultsOf(isLearnt, rendered(LEARNT_REPORTERS, 'json', poisoned(learntListing(), hostile)))).toEqual([]);
      const patch = rendered(PATCH_REPORTERS, 'json', poisoned(fullPatch(), hostile));
      expect(faultsOf(isPatch, patch)).toEqual([]);
      for (const listing of [releaseListing(), flipListing()]) {
        expect(faultsOf(isCatalog, rendered(CATALOG_REPORTERS, 'json', poisoned(listing, hostile)))).toEqual([]);
      }
      expect(faultsOf(isAge, rendered(AGE_REPORTERS, 'json', ageReport(hostile)))).toEqual([]);
    }),
    { numRuns: runs(10) },
  );
});

test('what is told of advisories holds to its published schemas', () => {
  const documents = [
    [advisoriesSchema(), rendered(ADVISORY_REPORTERS, 'json', advisoryListing())],
    [advisoriesSchema(), rendered(ADVISORY_REPORTERS, 'json', releaseByAdvisories())],
    [advisoryMatrixSchema(), rendered(MATRIX_REPORTERS, 'json', advisoryMatrixOf())],
  ] as const;
  expect(documents.map(faultsIn)).toEqual(documents.map(() => null));
});

function faultsIn([schema, text]: readonly [object, string]): unknown {
  const check = ajv.compile(schema);
  return check(JSON.parse(text)) ? null : check.errors;
}

test('what looks back holds to its published schemas, whatever the texts in it', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const documents = [
        [diffSchema(), rendered(DIFF_REPORTERS, 'json', poisoned(fullDifference(), hostile))],
        [historySchema(), rendered(HISTORY_REPORTERS, 'json', poisoned(fullListingOfScans(), hostile))],
        [notificationSchema(), JSON.stringify(genericPayload(poisoned(fullScan(), hostile)))],
        [trendSchema(), rendered(TREND_REPORTERS, 'json', poisoned(fullTrends(), hostile))],
        [auditSchema(), rendered(AUDIT_REPORTERS, 'json', poisoned(fullAudit(), hostile))],
      ] as const;
      expect(documents.map(faultsIn)).toEqual(documents.map(() => null));
    }),
    { numRuns: runs(20) },
  );
});

test('the schema is not a rubber stamp: a missing key and a wrong verdict are found', () => {
  const text = rendered(SCAN_REPORTERS, 'json', fullScan());
  expect(faultsOf(isScan, text.replace('"verdict":"fail"', '"verdict":"fine"'))).not.toEqual([]);
  expect(faultsOf(isScan, text.replace('"finishedAt"', '"finished"'))).not.toEqual([]);
});

test('the published schemas are those that the code makes', async () => {
  await expect(`${JSON.stringify(scanSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/scan-1.schema.json`);
  await expect(`${JSON.stringify(kernelSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/kernel-1.schema.json`);
  await expect(`${JSON.stringify(prepatchSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/prepatch-1.schema.json`);
  await expect(`${JSON.stringify(compareSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/compare-1.schema.json`);
  await expect(`${JSON.stringify(appliesSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/applies-1.schema.json`);
  await expect(`${JSON.stringify(applySchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/apply-1.schema.json`);
  await expect(`${JSON.stringify(learntSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/learnt-1.schema.json`);
  await expect(`${JSON.stringify(patchSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/patch-1.schema.json`);
  await expect(`${JSON.stringify(catalogSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/catalog-1.schema.json`);
  await expect(`${JSON.stringify(catalogAgeSchema(), null, 2)}\n`).toMatchFileSnapshot(
    `${DOCS}/catalog-age-1.schema.json`,
  );
  await expect(`${JSON.stringify(advisoriesSchema(), null, 2)}\n`).toMatchFileSnapshot(
    `${DOCS}/advisory-list-1.schema.json`,
  );
  await expect(`${JSON.stringify(advisoryMatrixSchema(), null, 2)}\n`).toMatchFileSnapshot(
    `${DOCS}/advisory-matrix-1.schema.json`,
  );
  await expect(`${JSON.stringify(diffSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/diff-1.schema.json`);
  await expect(`${JSON.stringify(historySchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/history-1.schema.json`);
  await expect(`${JSON.stringify(notificationSchema(), null, 2)}\n`).toMatchFileSnapshot(
    `${DOCS}/notification-1.schema.json`,
  );
  await expect(`${JSON.stringify(auditSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/audit-1.schema.json`);
  await expect(`${JSON.stringify(trendSchema(), null, 2)}\n`).toMatchFileSnapshot(`${DOCS}/trend-1.schema.json`);
});

test('a setting named __proto__ is a key like any other', () => {
  const kernel = new Map([['__proto__', aSetting(['TRUE', 'FALSE', 'TRUE'])]]);
  const text = rendered(SCAN_REPORTERS, 'json', aScan({ hosts: [aHost({ name: 'esx-01', kernel })], findings: [] }));
  expect(text).toContain('"kernel":{"__proto__":{"default":"TRUE","configured":"FALSE","runtime":"TRUE"');
  expect(faultsOf(isScan, text)).toEqual([]);
});

test('what was not read is null and says why, and is never false', () => {
  const problem = { code: 'timeout', detail: 'no answer in 60 s' } as const;
  const host = aHost({ name: 'esx-01', kernel: new Map([['x', unread(problem)]]), firewall: unread(problem) });
  const text = rendered(SCAN_REPORTERS, 'json', aScan({ hosts: [host], findings: [] }));
  expect(JSON.parse(text)).toMatchObject({
    hosts: [
      {
        kernel: { x: { default: null, configured: null, runtime: null, source: null, reading: 'unread', problem } },
        firewall: null,
        firewallProblem: problem,
      },
    ],
  });
});

test('a firewall of which the switch was not read is told with enabled null', () => {
  expect(rendered(SCAN_REPORTERS, 'json', fullScan())).toContain('"firewall":{"enabled":null,"enabledProblem":{"code"');
});

test('it is written in pieces, none larger than a host or a finding', () => {
  const json = SCAN_REPORTERS.find(({ name }) => name === 'json');
  const scan = fullScan();
  const pieces = [...(json?.render(scan, PIPE) ?? [])];
  expect(pieces.length).toBeGreaterThan(scan.hosts.length + scan.findings.length);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(2500);
});
