import { expect, test } from 'vitest';
import { type JournalEntry, type JournalRecord, nextRecord } from '../../../src/apply/journal/format.ts';
import { rebootTrails } from '../../../src/apply/rollout/reboot-trail.ts';

const standing = { datastores: ['ds'], paths: 4, uplinks: [], addresses: [], redAlarms: [] };
const BEFORE = { standing, bootTime: 1 };
const AFTER = { standing: { ...standing, paths: 3 }, bootTime: 2 };
const on = { host: 'a', hostName: 'esx-01', before: BEFORE };
const rolled = { kind: 'rolled', host: 'a', detail: '', after: AFTER } as const;

function recordsOf(...entries: readonly JournalEntry[]): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const [index, entry] of entries.entries()) {
    records.push(nextRecord(records.at(-1) ?? null, `2026-01-01T00:00:0${index}.000Z`, entry));
  }
  return records;
}

test('a trail has when each thing was sent, and what the host had before and after', () => {
  const records = recordsOf(
    { kind: 'maintenance-intent', ...on },
    { kind: 'reboot-intent', ...on },
    { ...rolled, outcome: 'failed', reason: 'worse', inMaintenance: true },
  );
  expect(rebootTrails(records)).toEqual([
    {
      host: 'a',
      hostName: 'esx-01',
      maintenanceAt: '2026-01-01T00:00:00.000Z',
      rebootAt: '2026-01-01T00:00:01.000Z',
      exitAt: null,
      endedAt: '2026-01-01T00:00:02.000Z',
      end: { kind: 'failed', reason: 'worse', detail: '', inMaintenance: true },
      before: BEFORE,
      after: AFTER,
    },
  ]);
});

test('a refused reboot was none, and a host that a later run begins again has not ended', () => {
  const refused = recordsOf(
    { kind: 'maintenance-intent', ...on },
    { kind: 'reboot-intent', ...on },
    { kind: 'reboot-refused', host: 'a', detail: '' },
    { ...rolled, outcome: 'failed', reason: 'reboot-refused', inMaintenance: true, after: null },
  );
  expect(rebootTrails(refused)).toMatchObject([{ rebootAt: null, end: { reason: 'reboot-refused' }, after: null }]);
  const entries = [...refused.map(({ entry }) => entry), { kind: 'reboot-intent', ...on } as const];
  expect(rebootTrails(recordsOf(...entries))).toMatchObject([{ endedAt: null, end: null }]);
});
