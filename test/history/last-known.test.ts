import { expect, test } from 'vitest';
import { waive } from '../../src/evaluate/waive.ts';
import { lastKnownIn } from '../../src/history/last-known.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { aHost, aScan } from '../reports/fixture.ts';

const RULE = { id: 'hpe/gen8', title: '', severity: 'high', hash: 'a', references: [], profile: null } as const;
const NOW = new Date('2026-11-25T12:00:00Z');
const WAIVER: Waiver = {
  rule: 'hpe/*',
  host: 'esx-01',
  cluster: null,
  reason: 'in standby',
  owner: 'jane',
  ticket: null,
  expires: '2027-03-31',
  place: 'esxcheck.yaml:1',
};

function scanWith(
  parts: Partial<Finding>,
  { id = 'vc/host-1', uuid = 'u', startedAt = '2026-11-01T06:00:00.000Z' } = {},
) {
  const host: ScannedHost = aHost({ name: 'esx-01', id, uuid, serial: uuid });
  const finding: Finding = {
    rule: RULE.id,
    host: id,
    severity: 'high',
    verdict: 'unknown',
    state: 'unknown',
    horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: null },
    observed: null,
    expected: null,
    message: 'It could not be read.',
    reason: 'standby',
    notes: [],
    remedy: null,
    ...parts,
  };
  return { ...aScan({ hosts: [host], findings: [finding], rules: [RULE] }), startedAt };
}

const AFTER = scanWith({}, { id: 'vc/host-9', startedAt: '2026-11-25T06:00:00.000Z' });

function noteOf(before: Scan, after: Scan = AFTER, waiver: Waiver = WAIVER): readonly string[] {
  const [finding] = waive(after, [waiver], NOW, lastKnownIn(before, after)).findings;
  return finding?.notes.map(({ text }) => text) ?? [];
}

test('a waived unknown says what was known last of that hardware, and how long ago', () => {
  const before = scanWith({ verdict: 'fail', state: 'reboot-pending', message: 'Only a reboot is due.' });
  expect(noteOf(before)).toEqual(['Last known on 2026-11-01, 24 days ago: fail: Only a reboot is due.']);
});

test('what was waived then is told as what it was', () => {
  const waived = { verdict: 'warn', state: null, message: 'Off.' } as const;
  expect(noteOf(scanWith({ verdict: 'waived', state: null, waived }))).toEqual([
    'Last known on 2026-11-01, 24 days ago: warn: Off.',
  ]);
});

test('nothing is said where no more was known, of other hardware, by another rule, or without a waiver', () => {
  expect(noteOf(scanWith({}))).toEqual([]);
  expect(noteOf(scanWith({ verdict: 'pass' }, { id: 'vc/host-9', uuid: 'other' }))).toEqual([]);
  const rewritten = { ...scanWith({ verdict: 'pass' }), rules: [{ ...RULE, hash: 'b' }] };
  expect(noteOf(rewritten)).toEqual([]);
  expect(noteOf(scanWith({ verdict: 'pass' }), AFTER, { ...WAIVER, host: 'esx-02' })).toEqual([]);
});
