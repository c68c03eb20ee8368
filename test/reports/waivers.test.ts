import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { WAIVER_REPORTERS } from '../../reports/waivers.ts';
import { fullWaivers } from './full-scan/full-scan.ts';
import { hostileText, poisoned } from './hostile.ts';
import { readCsv } from './read-csv.ts';
import { rendered } from './rendered.ts';
import { runs } from '../support/sample.ts';

test('the table has the first to expire first, and how many are in which state', () => {
  const text = rendered(WAIVER_REPORTERS, 'table', fullWaivers());
  expect(text.indexOf('expired')).toBeLessThan(text.indexOf('active'));
  expect(text).toContain('cluster Gen8-A');
  expect(text).toMatch(/\n2 waivers on 2026-11-23: 1 expired, 1 active\.\n$/);
});

test('a line a waiver, in the order of the file', () => {
  expect(rendered(WAIVER_REPORTERS, 'lines', fullWaivers()).split('\n')).toEqual([
    'active 2027-01-01 vic/* (host esx-13.lab.example) -> the host is retired by then [J. Doe, CHG0042]',
    'expired 2027-01-01 vic/* (cluster Gen8-A, datacenter Lab, target vc01.lab.example) -> the host is retired by then [J. Doe]',
    '',
  ]);
});

test('who approved a waiver, and the plan of action that it is in, stand in every listing', () => {
  const [first, ...others] = fullWaivers().waivers;
  if (first === undefined) throw new Error('there is no waiver');
  const listing = { ...fullWaivers(), waivers: [{ ...first, approvedBy: 'A. Ord', poam: '17' }, ...others] };
  expect(rendered(WAIVER_REPORTERS, 'lines', listing)).toContain('[J. Doe, CHG0042, approved by A. Ord, POA&M 17]');
  expect(rendered(WAIVER_REPORTERS, 'table', listing)).toContain('approved by A. Ord');
  const [, row] = readCsv(rendered(WAIVER_REPORTERS, 'csv', listing));
  expect(row?.slice(-2)).toEqual(['A. Ord', '17']);
  expect(JSON.parse(rendered(WAIVER_REPORTERS, 'json', listing))).toMatchObject({
    waivers: [{ approvedBy: 'A. Ord', poam: '17' }, {}],
  });
});

test('csv has a header and a row a waiver', () => {
  const [header, ...rows] = readCsv(rendered(WAIVER_REPORTERS, 'csv', fullWaivers()));
  expect(header).toEqual([
    'state',
    'expires',
    'rule',
    'host',
    'cluster',
    'owner',
    'ticket',
    'reason',
    'place',
    'datacenter',
    'target',
    'approved_by',
    'poam',
  ]);
  expect(rows.map(([state]) => state)).toEqual(['active', 'expired']);
});

test('json parses back to the very texts that went in', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const listing = poisoned(fullWaivers(), hostile);
      const text = rendered(WAIVER_REPORTERS, 'json', listing);
      expect(JSON.parse(text)).toEqual({ schema: 'esxcheck.waivers/1', ...listing });
    }),
    { numRuns: runs(20) },
  );
});
