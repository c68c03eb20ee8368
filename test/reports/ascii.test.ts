import { describe, expect, test } from 'vitest';
import { APPLIES_REPORTERS } from '../../reports/applies.ts';
import { AUDIT_REPORTERS } from '../../reports/audit.ts';
import { ADVISORY_REPORTERS } from '../../reports/catalog/advisories.ts';
import { MATRIX_REPORTERS } from '../../reports/catalog/matrix.ts';
import { AGE_REPORTERS } from '../../reports/catalog/age.ts';
import { CATALOG_REPORTERS } from '../../reports/catalog.ts';
import { DIFF_REPORTERS } from '../../reports/diff.ts';
import { HISTORY_REPORTERS } from '../../reports/history.ts';
import { KERNEL_REPORTERS } from '../../reports/kernel.ts';
import { LEARNT_REPORTERS } from '../../reports/learnt.ts';
import { PATCH_REPORTERS } from '../../reports/patch.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { drawGrid } from '../../reports/text/grid.ts';
import { cell } from '../../reports/text/cells.ts';
import { pageFor } from '../../reports/text/page.ts';
import { TREND_REPORTERS } from '../../reports/trend.ts';
import { WAIVER_REPORTERS } from '../../reports/waivers.ts';
import { takesOnlyAscii } from '../../src/cli/shared/console.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { advisoryListing, advisoryMatrixOf, releaseByAdvisories } from './advisory-fixture.ts';
import { ageReport, flipListing, fullPatch, learntListing, releaseListing } from './catalog-fixture.ts';
import { fullApplies } from './full-applies.ts';
import { fullAudit, fullDifference, fullListingOfScans, fullTrends } from './full-looking-back.ts';
import { fullListing, fullScan, fullWaivers } from './full-scan/full-scan.ts';

function ofPeople<Document>(kind: string, reporters: readonly Reporter<Document>[], document: Document) {
  return reporters
    .filter(({ name }) => name === 'table' || name === 'lines')
    .map(({ name, render }) => ({
      title: `${kind} ${name}`,
      render: (width: number | null, ascii: boolean) => [...render(document, { width, colour: false, ascii })].join(''),
    }));
}

const CASES = [
  ...ofPeople('scan', SCAN_REPORTERS, fullScan()),
  ...ofPeople('kernel', KERNEL_REPORTERS, fullListing()),
  ...ofPeople('applies', APPLIES_REPORTERS, fullApplies()),
  ...ofPeople('waivers', WAIVER_REPORTERS, fullWaivers()),
  ...ofPeople('diff', DIFF_REPORTERS, fullDifference()),
  ...ofPeople('history', HISTORY_REPORTERS, fullListingOfScans()),
  ...ofPeople('audit', AUDIT_REPORTERS, fullAudit()),
  ...ofPeople('trend', TREND_REPORTERS, fullTrends()),
  ...ofPeople('learnt', LEARNT_REPORTERS, learntListing()),
  ...ofPeople('patch', PATCH_REPORTERS, fullPatch()),
  ...ofPeople('releases', CATALOG_REPORTERS, releaseListing()),
  ...ofPeople('age', AGE_REPORTERS, ageReport()),
  ...ofPeople('advisories', ADVISORY_REPORTERS, advisoryListing()),
  ...ofPeople('advisories of a release', ADVISORY_REPORTERS, releaseByAdvisories()),
  ...ofPeople('matrix', MATRIX_REPORTERS, advisoryMatrixOf()),
  ...ofPeople('flips', CATALOG_REPORTERS, flipListing()),
];

/** Letters outside of ASCII belong to names; everything else outside is ours. */
const OUR_SIGNS = /[^\p{ASCII}\p{L}\p{M}\p{N}]/u;

describe.each(CASES)('$title in ASCII', ({ title, render }) => {
  test.each([60, 80, 120, 200, null])('has no sign that such a terminal does not show, %s columns wide', (width) => {
    const text = render(width, true);
    expect(text.match(OUR_SIGNS)?.[0]).toBeUndefined();
    if (width !== null && title.endsWith('table'))
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  });
});

test('a grid in ASCII keeps its columns in line where a sign is wider than before', () => {
  const grid = {
    head: [
      { title: 'A', comfort: 4 },
      { title: 'B → C', comfort: 4 },
    ],
    sections: [{ heading: cell('one · two'), rows: [[cell('x…'), cell('TRUE → FALSE')]] }],
  };
  expect(drawGrid(grid, pageFor({ width: 80, colour: false, ascii: true }))).toBe(
    [
      '+------+---------------+',
      '| A    | B -> C        |',
      '+------+---------------+',
      '| one - two            |',
      '+------+---------------+',
      '| x... | TRUE -> FALSE |',
      '+------+---------------+',
    ].join('\n'),
  );
});

describe('what a terminal takes', () => {
  test.each([
    [{ LANG: 'en_GB.UTF-8' }, false],
    [{ LANG: 'en_GB.utf8', TERM: 'xterm' }, false],
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, true],
    [{ LANG: 'C', LC_CTYPE: 'UTF-8' }, false],
    [{ LANG: 'en_GB.UTF-8', LC_CTYPE: 'de_DE@euro' }, true],
    [{ LANG: 'en_GB.UTF-8', LC_CTYPE: '', LC_ALL: '' }, false],
    [{ LANG: 'C', LC_ALL: 'C.UTF-8' }, false],
    [{ LANG: 'POSIX' }, true],
    [{}, false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, true],
    [{ LANG: 'en_GB.UTF-8', TERM: 'linux' }, true],
  ] as const)('%j', (env, expected) => {
    expect(takesOnlyAscii({ env, platform: 'linux' })).toBe(expected);
  });

  test('is not asked of Windows by variables that it does not have', () => {
    expect(takesOnlyAscii({ env: { LANG: 'C', TERM: 'dumb' }, platform: 'win32' })).toBe(false);
  });
});
