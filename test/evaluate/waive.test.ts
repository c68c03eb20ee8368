import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waive } from '../../src/evaluate/waive.ts';
import { daysLeft, waiverState } from '../../src/evaluate/waive.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { aHost, aScan } from '../reports/fixture.ts';
import { rendered } from '../reports/rendered.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
/** One that was waived before, in a saved scan, stays so whatever the waivers say now. */
const SCAN = { ...fullScan(), findings: fullScan().findings.map(({ waived: _waived, ...finding }) => finding) };

function waiver(parts: Partial<Waiver> = {}): Waiver {
  return {
    rule: '*',
    host: null,
    cluster: null,
    reason: 'waits for new hardware.',
    owner: 'jane@example.com',
    ticket: 'CHG0042',
    expires: '2027-03-31',
    place: 'esxcheck.yaml:3',
    ...parts,
  };
}

const globs = fc.constantFrom('*', 'hpe/*', 'vic/*', '*/outbound-2377', 'nobody', 'HPE/*', '?pe/*');
const names = fc.constantFrom(null, 'esx-0*', '*', 'esx-03.lab.example', 'nobody');
const waivers = fc.array(
  fc
    .record({
      rule: globs,
      host: names,
      cluster: fc.constantFrom(null, 'Gen8-?', 'gen8-a', '*', 'nobody'),
      expires: fc.constantFrom('2026-11-24', '2026-11-25', '2026-12-25', '2027-03-31', '2020-01-01'),
    })
    .map(waiver),
  { maxLength: 5 },
);

const NEEDS = new Set(['fail', 'warn', 'unknown']);

function unwaived({ waived, ...finding }: Finding): Finding {
  return waived === undefined ? finding : { ...finding, ...waived };
}

describe('laws', () => {
  test('waiving makes `waived` of what needs it, and nothing else of anything', () => {
    fc.assert(
      fc.property(waivers, (given) => {
        const { findings } = waive(SCAN, given, NOW);
        for (const [index, after] of findings.entries()) {
          const before = SCAN.findings[index];
          if (after.verdict === before?.verdict) continue;
          expect(after.verdict).toBe('waived');
          expect(NEEDS.has(before?.verdict ?? '')).toBe(true);
          expect(after.waived?.verdict).toBe(before?.verdict);
          expect([after.state, after.remedy]).toEqual([null, null]);
          expect([after.horizons, after.observed, after.severity]).toEqual([
            before?.horizons,
            before?.observed,
            before?.severity,
          ]);
        }
      }),
    );
  });

  test('without the waivers the findings are what they were', () => {
    expect(waive(SCAN, [], NOW).findings).toEqual(SCAN.findings);
    fc.assert(
      fc.property(waivers, (given) => {
        const holding = given.filter((one) => waiverState(one, NOW) !== 'expired');
        const back = waive(SCAN, holding, NOW).findings.map(unwaived);
        expect(back).toEqual(SCAN.findings.map((finding, index) => ({ ...finding, remedy: back[index]?.remedy })));
      }),
    );
  });

  test('an expired waiver is as if it were not there, but for a note', () => {
    fc.assert(
      fc.property(waivers, (given) => {
        const expired = given.map((one) => ({ ...one, expires: '2026-11-24' }));
        const { findings, summary } = waive(SCAN, expired, NOW);
        expect(summary).toEqual(waive(SCAN, [], NOW).summary);
        for (const [index, { notes, ...rest }] of findings.entries()) {
          const { notes: before, ...same } = SCAN.findings[index] as Finding;
          expect(rest).toEqual(same);
          expect(notes.slice(0, before.length)).toEqual(before);
          for (const { text } of notes.slice(before.length)) expect(text).toContain('expired on 2026-11-24');
        }
      }),
    );
  });

  test('the counts are those of the findings, and a waiver counts what it speaks of', () => {
    fc.assert(
      fc.property(waivers, (given) => {
        const scan = waive(SCAN, given, NOW);
        const count = scan.findings.filter(({ verdict }) => verdict === 'waived').length;
        expect(scan.summary.findings.waived).toBe(count);
        for (const [index, one] of given.entries()) {
          const alone = waive(SCAN, [{ ...one, expires: '2027-03-31' }], NOW);
          const before = SCAN.summary.findings.waived;
          expect(scan.waivers?.[index]?.matched).toBe(alone.summary.findings.waived - before);
        }
      }),
    );
  });
});

function one(host: Parameters<typeof aHost>[0], given: Waiver, parts: Partial<Finding> = {}): Finding | undefined {
  const bare = SCAN.findings.find(({ verdict }) => verdict === 'fail');
  if (bare === undefined) throw new Error('the full scan has a fail');
  const only = aHost(host);
  const scan = aScan({ hosts: [only], findings: [{ ...bare, ...parts, host: only.id }], rules: SCAN.rules });
  return waive(scan, [given], NOW).findings[0];
}

test('a finding says by whom, until when, why, and what it would be', () => {
  const { message } = one({ name: 'a' }, waiver(), { state: 'non-compliant', message: 'It is TRUE.' }) ?? {};
  expect(message).toBe(
    'Waived by jane@example.com until 2027-03-31 (CHG0042): waits for new hardware. It would be fail (non-compliant): It is TRUE.',
  );
});

test('of several that hold the first speaks; one that expired is not mentioned then', () => {
  const given = [waiver({ owner: 'ann', expires: '2020-01-01' }), waiver({ owner: 'bob' }), waiver({ owner: 'cy' })];
  const finding = waive(SCAN, given, NOW).findings.find(({ waived }) => waived !== undefined);
  expect(finding?.message).toMatch(/^Waived by bob /);
  expect(finding?.notes.map(({ text }) => text).join()).not.toContain('expired');
});

test.each([
  [{ host: 'esx-0*.lab' }, { name: 'ESX-07.lab' }, 'waived'],
  [{ host: 'esx-0?.lab' }, { name: 'esx-17.lab' }, 'fail'],
  [{ cluster: 'Lab' }, { name: 'a', cluster: 'Lab' }, 'waived'],
  [{ cluster: 'Lab', host: 'b*' }, { name: 'a', cluster: 'Lab' }, 'fail'],
  // A cluster that was not read is no cluster of that name, whatever the glob.
  [{ cluster: '*' }, { name: 'a', cluster: null, computeResource: null }, 'fail'],
  [{ cluster: '*' }, { name: 'a', cluster: null, computeResource: 'a' }, 'fail'],
  [{ host: '(.*)+$' }, { name: 'a' }, 'fail'],
] as const)('%j on %j: %s', (scope, host, verdict) => {
  expect(one(host, waiver(scope))?.verdict).toBe(verdict);
});

test.each(['pass', 'not-applicable'] as const)('%s is never waived', (verdict) => {
  expect(one({ name: 'a' }, waiver(), { verdict })).toMatchObject({ verdict });
});

test.each([
  ['2026-11-25T23:59:59.999Z', '2026-11-25', 0, 'expiring'],
  ['2026-11-26T00:00:00.000Z', '2026-11-25', -1, 'expired'],
  ['2026-11-25T00:00:00.000Z', '2026-12-25', 30, 'expiring'],
  ['2026-11-25T00:00:00.000Z', '2026-12-26', 31, 'active'],
  ['2027-12-31T23:00:00.000Z', '2028-02-29', 60, 'active'],
])('at %s a waiver until %s has %d days and is %s', (now, expires, days, state) => {
  expect(daysLeft({ expires }, new Date(now))).toBe(days);
  expect(waiverState({ expires }, new Date(now))).toBe(state);
});

test('who approved a waiver and its plan of action stand in the message, and a saved scan keeps them', () => {
  const given = waiver({ approvedBy: 'A. Ord', poam: '17' });
  const waived = waive(SCAN, [given], NOW);
  const message = waived.findings.find(({ verdict }) => verdict === 'waived')?.message;
  expect(message).toContain('until 2027-03-31 (CHG0042, approved by A. Ord, POA&M 17): ');
  const [kept] = parseScan(rendered(SCAN_REPORTERS, 'json', waived)).waivers ?? [];
  expect(kept).toMatchObject({ approvedBy: 'A. Ord', poam: '17' });
});
