import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
import { WAIVER_REPORTERS } from '../../reports/waivers.ts';
import type { RenderOptions, Reporter } from '../../src/model/reporter.ts';
import { fullComparison } from '../compare/fixture.ts';
import { advisoryListing, advisoryMatrixOf, releaseByAdvisories } from './advisory-fixture.ts';
import { ageReport, flipListing, fullPatch, learntListing, releaseListing } from './catalog-fixture.ts';
import { fullApplies } from './full-applies.ts';
import { fullAudit, fullDifference, fullListingOfScans, fullTrends } from './full-looking-back.ts';
import { fullListing, fullPrepatch, fullScan, fullWaivers } from './full-scan/full-scan.ts';
import { hostileText, poisoned } from './hostile.ts';
import { readCsv } from './read-csv.ts';
import { cellsIn, elementsOf, linksIn, samplesIn, tagsIn, withoutLinksOut } from './read-formats.ts';
import { runs } from '../support/sample.ts';

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const COLOURS = new RegExp(String.raw`\u001b\[\d+m`, 'g');
const RUNS = { numRuns: runs(30) };
/** One of each, since chance may leave it out. */
const MARKUP = '<script>&"|`[x](y)\\\n';
/** Where the page may lead out to. */
const PUBLIC = /^https:\/\/(?:knowledge\.broadcom\.com|support\.hpe\.com|www\.cve\.org)\//;
const NASTY = '\u001b[31m\n\u202e\ud800=';

/** Every reporter with a document to render, whatever its kind. */
interface Case {
  readonly title: string;
  readonly name: string;
  readonly render: (hostile: string, options: RenderOptions) => string;
  /** What its JSON holds whatever text is around everything. */
  readonly held: (hostile: string) => object;
}

function casesOf<Document>(
  kind: string,
  reporters: readonly Reporter<Document>[],
  { document, held }: { readonly document: Document; readonly held: Case['held'] },
): Case[] {
  return reporters.map(({ name, render }) => ({
    title: `${kind} ${name}`,
    name,
    held,
    render: (hostile, options) => [...render(poisoned(document, hostile), options)].join(''),
  }));
}

function hostHeld(hostile: string): object {
  const name = `${hostile}esx-01.lab.example${hostile}`;
  return { hosts: expect.arrayContaining([expect.objectContaining({ name })]) };
}

function diffHeld(hostile: string): object {
  const name = `${hostile}esx-14.lab.example${hostile}`;
  return { onlyNow: expect.arrayContaining([expect.objectContaining({ name })]) };
}

function goldenHeld(hostile: string): object {
  return { reference: expect.objectContaining({ name: `${hostile}golden${hostile}` }) };
}

function releaseHeld(hostile: string): object {
  const name = `${hostile}ESXi 6.0 Patch 4${hostile}`;
  return { releases: expect.arrayContaining([expect.objectContaining({ name })]) };
}

function advisoryHeld(hostile: string): object {
  const id = `${hostile}VMSA-2025-0004${hostile}`;
  return { advisories: expect.arrayContaining([expect.objectContaining({ id })]) };
}

function matrixHeld(hostile: string): object {
  const name = `${hostile}ESX 9.0.0.0${hostile}`;
  return { releases: expect.arrayContaining([expect.objectContaining({ name })]) };
}

function learntHeld(hostile: string): object {
  const host = `${hostile}esx-02${hostile}`;
  return { measurements: expect.arrayContaining([expect.objectContaining({ host })]) };
}

function stepHeld(hostile: string): object {
  const hostName = `${hostile}esx-01.lab.example${hostile}`;
  const steps = expect.arrayContaining([expect.objectContaining({ hostName })]);
  return { runs: expect.arrayContaining([expect.objectContaining({ steps })]) };
}

const CASES = [
  ...casesOf('scan', SCAN_REPORTERS, { document: fullScan(), held: hostHeld }),
  ...casesOf('kernel', KERNEL_REPORTERS, { document: fullListing(), held: hostHeld }),
  ...casesOf('prepatch', PREPATCH_REPORTERS, { document: fullPrepatch(), held: hostHeld }),
  ...casesOf('compare', comparisonReporters(false), { document: fullComparison(), held: goldenHeld }),
  ...casesOf('compare --all', comparisonReporters(true), { document: fullComparison(), held: goldenHeld }),
  ...casesOf('applies', APPLIES_REPORTERS, { document: fullApplies(), held: stepHeld }),
  ...casesOf('waivers', WAIVER_REPORTERS, { document: fullWaivers(), held: () => ({}) }).filter(
    ({ name }) => name !== 'json',
  ),
  ...casesOf('diff', DIFF_REPORTERS, { document: fullDifference(), held: diffHeld }),
  ...casesOf('history', HISTORY_REPORTERS, { document: fullListingOfScans(), held: () => ({}) }),
  ...casesOf('audit', AUDIT_REPORTERS, { document: fullAudit(), held: () => ({}) }),
  ...casesOf('trend', TREND_REPORTERS, { document: fullTrends(), held: () => ({}) }),
  ...casesOf('patch', PATCH_REPORTERS, { document: fullPatch(), held: hostHeld }),
  ...casesOf('learnt', LEARNT_REPORTERS, { document: learntListing(), held: learntHeld }),
  ...casesOf('catalog', CATALOG_REPORTERS, { document: releaseListing(), held: releaseHeld }),
  ...casesOf('age', AGE_REPORTERS, { document: ageReport(), held: () => ({}) }).filter(({ name }) => name !== 'json'),
  ...casesOf('advisories', ADVISORY_REPORTERS, { document: advisoryListing(), held: advisoryHeld }),
  ...casesOf('advisories of a release', ADVISORY_REPORTERS, { document: releaseByAdvisories(), held: advisoryHeld }),
  ...casesOf('matrix', MATRIX_REPORTERS, { document: advisoryMatrixOf(), held: matrixHeld }),
  ...casesOf('flips', CATALOG_REPORTERS, { document: flipListing(), held: releaseHeld }),
];

/** Ids of a page, what refers to them, and addresses within it. */
function idsIn(page: string): readonly string[] {
  const ids = [...page.matchAll(/ (?:id|for|aria-labelledby)="([^"]*)"/g)].map(([, id]) => id ?? '');
  return [...ids, ...linksIn(page).flatMap(({ href }) => (href.startsWith('#') ? [href] : []))];
}

const optionsArbitrary = fc.record({
  width: fc.option(fc.integer({ min: 1, max: 220 })),
  colour: fc.constant(false),
});

describe.each(CASES)('$title', ({ name, render, held }) => {
  test('lets no control, bidi or lone surrogate character through, and ends in a newline', () => {
    fc.assert(
      fc.property(hostileText(), optionsArbitrary, (hostile, options) => {
        const text = render(hostile, options);
        expect(text.replaceAll('\n', '')).not.toMatch(HARMFUL);
        expect(text.endsWith('\n')).toBe(true);
      }),
      { ...RUNS, examples: [60, 80, 100, 200, null].map((width) => [NASTY, { width, colour: false }]) },
    );
  });

  test('gives the same text for the same input', () => {
    fc.assert(
      fc.property(hostileText(), optionsArbitrary, (hostile, options) => {
        expect(render(hostile, options)).toBe(render(hostile, options));
      }),
      { numRuns: runs(10) },
    );
  });

  test('adds nothing but colours when it is coloured', () => {
    fc.assert(
      fc.property(hostileText(), optionsArbitrary, (hostile, options) => {
        const coloured = render(hostile, { ...options, colour: true });
        expect(coloured.replaceAll(COLOURS, '')).toBe(render(hostile, options));
      }),
      { numRuns: runs(20) },
    );
  });

  if (name === 'lines' || name === 'csv') {
    test('keeps one line a record', () => {
      const records = render('', { width: null, colour: false }).split('\n').length;
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          expect(render(hostile, { width: 20, colour: false }).split('\n')).toHaveLength(records);
        }),
        RUNS,
      );
    });
  }

  if (name === 'csv') {
    test('parses back to the same rows and columns, without a cell that a spreadsheet would calculate', () => {
      const shape = readCsv(render('', { width: null, colour: false })).map((row) => row.length);
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          const rows = readCsv(render(hostile, { width: null, colour: false }));
          expect(rows.map((row) => row.length)).toEqual(shape);
          expect(rows.flat().filter((cell) => /^\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(cell))).toEqual([]);
        }),
        RUNS,
      );
    });
  }

  if (name === 'json') {
    test('parses back to the very texts that went in', () => {
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          const parsed: unknown = JSON.parse(render(hostile, { width: null, colour: false }));
          expect(parsed).toMatchObject(held(hostile));
        }),
        RUNS,
      );
    });
  }

  if (name === 'html') {
    test('has the same tags, whatever the names hold, and links out to known pages alone', () => {
      const plain = tagsIn(withoutLinksOut(render('', { width: null, colour: false })));
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          // A slash in the id of a rule would make another name of it.
          const text = render(hostile.replaceAll('/', ''), { width: null, colour: false });
          for (const { href, rel } of linksIn(text).filter(({ href }) => !href.startsWith('#'))) {
            expect([href, PUBLIC.test(href), rel]).toEqual([href, true, 'noreferrer']);
          }
          // A reference with something around it is none whose page is known.
          expect(tagsIn(withoutLinksOut(text))).toEqual(plain);
        }),
        { ...RUNS, examples: [[MARKUP]] },
      );
    });

    test('no id and no address within it holds a name', () => {
      const plain = idsIn(render('', { width: null, colour: false }));
      expect(plain.filter((id) => !/^[#a-z0-9/-]+$/.test(id))).toEqual([]);
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          expect(idsIn(render(hostile.replaceAll('/', ''), { width: null, colour: false }))).toEqual(plain);
        }),
        { numRuns: runs(10), examples: [[MARKUP]] },
      );
    });
  }

  if (name === 'junit') {
    test('is well-formed XML of the same elements, and holds the names', () => {
      const plain = elementsOf(render('', { width: null, colour: false }));
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          expect(elementsOf(render(hostile, { width: null, colour: false }))).toEqual(plain);
        }),
        { ...RUNS, examples: [[MARKUP]] },
      );
    });
  }

  if (name === 'prometheus') {
    test('has the same samples, each on a line that the format knows', () => {
      const samples = samplesIn(render('', { width: null, colour: false }));
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          expect(samplesIn(render(hostile, { width: null, colour: false }))).toEqual(samples);
        }),
        { ...RUNS, examples: [[MARKUP]] },
      );
    });
  }

  if (name === 'markdown') {
    test('has the same rows and cells, and no markup but its own', () => {
      const plain = cellsIn(render('', { width: null, colour: false }));
      fc.assert(
        fc.property(hostileText(), (hostile) => {
          const text = render(hostile, { width: null, colour: false });
          // A backslash takes its meaning from what follows; a quote begins at the start of a text alone.
          expect(text.replaceAll(/\\[\\`*_{}[\]|~:.+]/g, 'x')).not.toMatch(/[<[\]`@]|^>|[-|] >/m);
          expect(cellsIn(text)).toEqual(plain);
        }),
        { ...RUNS, examples: [[MARKUP]] },
      );
    });
  }

  if (name === 'table') {
    test('is never wider than a page of any usual width', () => {
      for (let width = 24; width <= 140; width += 1) {
        const lines = render('', { width, colour: false }).split('\n');
        expect([width, Math.max(...lines.map((line) => line.length)) <= width]).toEqual([width, true]);
      }
    });

    test('is never wider than the page, and its frame is closed', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.integer({ min: 24, max: 220 }), (hostile, width) => {
          const lines = render(hostile, { width, colour: false }).split('\n');
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
          const ruled = lines.filter((line) => /^[┌├│└]/.test(line));
          expect(new Set(ruled.map((line) => line.length)).size).toBeLessThanOrEqual(1);
        }),
        RUNS,
      );
    });
  }
});
