import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { KERNEL_REPORTERS } from '../../reports/kernel.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { aHost, aScan, aSetting } from './fixture.ts';
import { fullListing, fullScan } from './full-scan/full-scan.ts';
import { readCsv } from './read-csv.ts';
import { rendered } from './rendered.ts';

test('a scan has a row for every finding, not-applicable ones too', () => {
  const scan = fullScan();
  const [header, ...rows] = readCsv(rendered(SCAN_REPORTERS, 'csv', scan));
  expect(rows).toHaveLength(scan.findings.length);
  const verdicts = rows.map((row) => row[header?.indexOf('verdict') ?? -1]);
  expect(verdicts.filter((verdict) => verdict === 'not-applicable')).toHaveLength(
    scan.summary.findings['not-applicable'],
  );
});

test('rows beyond the first batch come out too', () => {
  const hosts = Array.from({ length: 450 }, (_, index) => aHost({ name: `esx-${index}` }));
  const listing = { ...fullListing(), hosts };
  expect(readCsv(rendered(KERNEL_REPORTERS, 'csv', listing))).toHaveLength(451);
});

test('a scan of nothing is a header', () => {
  expect(readCsv(rendered(SCAN_REPORTERS, 'csv', aScan({ hosts: [], findings: [] })))).toHaveLength(1);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\u3000=1', '\uff1d1'])('%j in a name is not calculated', (name) => {
  const listing = { ...fullListing(), hosts: [aHost({ name })] };
  const [, row] = readCsv(rendered(KERNEL_REPORTERS, 'csv', listing));
  expect(row?.[0]).toBe(`'${name}`);
});

test('values stand in the columns that the header names, unread ones empty', () => {
  const host = aHost({ name: 'esx-01', kernel: new Map([['iovDisableIR', aSetting(['TRUE', 'FALSE', null])]]) });
  const [header = [], row = []] = readCsv(rendered(KERNEL_REPORTERS, 'csv', { ...fullListing(), hosts: [host] }));
  const cells = new Map(header.map((name, index) => [name, row[index]]));
  expect(cells.get('default')).toBe('TRUE');
  expect(cells.get('configured')).toBe('FALSE');
  expect(cells.get('runtime')).toBe('');
  expect(cells.get('setting')).toBe('iovDisableIR');
});

test('the columns are the documented ones, in the documented order', async () => {
  const page = await readFile(new URL('../../docs/reports.md', import.meta.url), 'utf8');
  for (const text of [rendered(SCAN_REPORTERS, 'csv', fullScan()), rendered(KERNEL_REPORTERS, 'csv', fullListing())]) {
    expect(page).toContain(`\n${text.slice(0, text.indexOf('\n'))}\n`);
  }
});
