import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { json } from '../../reports/scan/json.ts';
import { openDatabase } from '../../src/history/store/database.ts';
import { packScan } from '../../src/history/store/documents.ts';
import { headOf, joined, partsOf } from '../../src/history/store/parts.ts';
import { recordScan } from '../../src/history/store/store.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { Scan } from '../../src/model/scan.ts';
import { parsePart } from '../../src/saved/saved-scan.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { rendered } from '../reports/rendered.ts';
import { documentOf, folderOfTest, spread } from './stored.ts';
import { runs } from '../support/sample.ts';

const render = (part: Scan): Iterable<string> => json.render(part, { width: null, colour: false });
const textOf = (scan: Scan): string => rendered(SCAN_REPORTERS, 'json', scan);

const spreads = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12 });

test('cut by target and by size, written, read and joined, a scan is the same', () => {
  fc.assert(
    fc.property(spreads, fc.integer({ min: 1, max: 60 }), (numbers, most) => {
      const scan = spread(fullScan(), numbers);
      const parts = partsOf(scan, most);
      for (const part of parts) {
        const targets = new Set(part.scan.hosts.map(({ target }) => target));
        expect([...targets]).toEqual([part.target]);
        const hosts = part.scan.hosts.length;
        expect(hosts === 1 || part.scan.findings.length <= most).toBe(true);
      }
      const read = parts.map(({ positions, scan: part }) => ({ positions, scan: parsePart(textOf(part)) }));
      const whole = joined(parsePart(textOf(headOf(scan))), read);
      expect(whole === null ? null : textOf(whole)).toBe(textOf(scan));
    }),
    { numRuns: runs(60) },
  );
});

test('parts that do not fit each other are no scan', () => {
  const scan = spread(fullScan(), [0, 1]);
  const parts = partsOf(scan, 10);
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error('no parts');
  expect(joined(headOf(scan), rest)).toBeNull();
  expect(joined(headOf(scan), [first, ...parts])).toBeNull();
  expect(joined(headOf(scan), [{ ...first, positions: [] }, ...rest])).toBeNull();
  expect(joined(headOf(scan), [{ ...first, positions: first.positions.map(() => 1e9) }, ...rest])).toBeNull();
  expect(joined(headOf(scan), parts)).not.toBeNull();
});

/** 300 MB are written twice, which takes its time on a machine that is busy. */
const PATIENTLY = { timeout: 120_000 };

test('a scan that a document cannot hold is refused before anything is kept', PATIENTLY, async () => {
  using database = openDatabase(`${await folderOfTest()}/history.db`);
  const scan = fullScan();
  const [finding, ...findings] = scan.findings;
  if (finding === undefined) throw new Error('no finding');
  const huge = { ...scan, findings: [{ ...finding, message: 'x'.repeat(300 * 1024 * 1024) }, ...findings] };
  expect(() => recordScan(database, huge, render)).toThrow(EsxcheckError);
  expect(() => packScan(huge, render)).toThrow(/too large to be kept, and nothing of it was/);
  expect(database.all('SELECT COUNT(*) AS count FROM scan')).toEqual([{ count: 0 }]);
  expect(recordScan(database, scan, render).id).toBe(1);
  expect(documentOf(database, 1)).toBe(textOf(scan));
});
