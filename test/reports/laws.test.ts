import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOG_REPORTERS } from '../../reports/catalog.ts';
import { KERNEL_REPORTERS } from '../../reports/kernel.ts';
import { PATCH_REPORTERS } from '../../reports/patch.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { RenderOptions, Reporter } from '../../src/model/reporter.ts';
import { flipListing, fullPatch, releaseListing } from './catalog-fixture.ts';
import { fullListing, fullScan } from './full-scan/full-scan.ts';
import { hostileText, poisoned } from './hostile.ts';
import { readCsv } from './read-csv.ts';

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const COLOURS = new RegExp(String.raw`\u001b\[\d+m`, 'g');
const RUNS = { numRuns: 30 };
const NASTY = '\u001b[31m\n\u202e\ud800=';

/** Every reporter with a document to render, whatever its kind. */
interface Case {
  readonly title: string;
  readonly name: string;
  readonly render: (hostile: string, options: RenderOptions) => string;
}

function casesOf<Document>(kind: string, reporters: readonly Reporter<Document>[], document: Document): Case[] {
  return reporters.map(({ name, render }) => ({
    title: `${kind} ${name}`,
    name,
    render: (hostile, options) => [...render(poisoned(document, hostile), options)].join(''),
  }));
}

const CASES = [
  ...casesOf('scan', SCAN_REPORTERS, fullScan()),
  ...casesOf('kernel', KERNEL_REPORTERS, fullListing()),
  ...casesOf('patch', PATCH_REPORTERS, fullPatch()),
  ...casesOf('catalog', CATALOG_REPORTERS, releaseListing()),
  ...casesOf('flips', CATALOG_REPORTERS, flipListing()),
];

const optionsArbitrary = fc.record({
  width: fc.option(fc.integer({ min: 1, max: 220 })),
  colour: fc.constant(false),
});

/** A list of each document, and a name in it. */
const HOSTS = ['hosts', 'esx-01.lab.example'] as const;
const RELEASES = ['releases', 'ESXi 6.0 Patch 4'] as const;

describe.each(CASES)('$title', ({ title, name, render }) => {
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
      { numRuns: 10 },
    );
  });

  test('adds nothing but colours when it is coloured', () => {
    fc.assert(
      fc.property(hostileText(), optionsArbitrary, (hostile, options) => {
        const coloured = render(hostile, { ...options, colour: true });
        expect(coloured.replaceAll(COLOURS, '')).toBe(render(hostile, options));
      }),
      { numRuns: 20 },
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
          const [list, known] = title.startsWith('catalog') || title.startsWith('flips') ? RELEASES : HOSTS;
          const name = `${hostile}${known}${hostile}`;
          expect(parsed).toMatchObject({ [list]: expect.arrayContaining([expect.objectContaining({ name })]) });
        }),
        RUNS,
      );
    });
  }

  if (name === 'table') {
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
