import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type JournalEntry, type JournalRecord, nextRecord } from '../../src/apply/journal/format.ts';
import { outcomesSoFar, rebootsSoFar, recordsSoFar } from '../../src/cli/broken-off.ts';
import type { RolloutOutcome } from '../../src/model/rollout.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { KERNEL, openedEntry, planOf, RULESET, temporaryFolder, told, wrongEstate } from './support.ts';

await using vcenter = await simulatedVcenter(wrongEstate(2));
const plan = planOf(vcenter, [KERNEL, RULESET]);
const [first, second] = plan.steps;
if (first === undefined || second === undefined) throw new Error('no steps');

function recordsOf(...entries: readonly JournalEntry[]): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const entry of entries) records.push(nextRecord(records.at(-1) ?? null, '2026-01-01T00:00:00.000Z', entry));
  return records;
}

const OPENED = openedEntry(plan);
const BEFORE = { standing: { datastores: [], paths: 0, uplinks: [], addresses: [], redAlarms: [] }, bootTime: 0 };

function intent({ id, host, action, before: observed }: typeof first & object): JournalEntry {
  const on = { host: host.id, hostName: host.name };
  return { kind: 'intent', direction: 'apply', step: id, ...on, action, observed, bootTime: null };
}

function result({ id, host }: typeof first & object, outcome: 'done' | 'refused' = 'done'): JournalEntry {
  const reason = outcome === 'done' ? null : 'stale';
  return { kind: 'result', direction: 'apply', step: id, host: host.id, outcome, reason, detail: '', observed: null };
}

test('what is in the journal is told, what was sent and not read is indeterminate, and the rest was not tried', () => {
  const records = recordsOf(OPENED, intent(first), result(first), intent(second));
  expect(told(outcomesSoFar(plan.steps, records, 'apply'))).toEqual([
    'esx-01 done',
    'esx-01 indeterminate unverified',
    'esx-02 not-tried interrupted',
    'esx-02 not-tried interrupted',
  ]);
});

test('what an earlier run did is done still, and what it refused is not what this run found', () => {
  const records = recordsOf(OPENED, intent(first), result(first), result(second, 'refused'), OPENED);
  expect(told(outcomesSoFar([first, second], records, 'apply'))).toEqual([
    'esx-01 done',
    'esx-01 not-tried interrupted',
  ]);
});

test('a journal that cannot be read tells nothing: neither that a thing was done nor that it was not', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'j');
  expect(await recordsSoFar(path)).toEqual([]);
  await writeFile(path, 'nonsense\n');
  expect(await recordsSoFar(path)).toBeNull();
  expect(told(outcomesSoFar([first], null, 'apply'))).toEqual(['esx-01 indeterminate unverified']);
  expect(rebootsSoFar([first.host], [], null)).toMatchObject([{ kind: 'indeterminate', inMaintenance: null }]);
});

test('hosts of a rollout: those that ended as they did, those that were begun indeterminate, the others not tried', () => {
  const hosts = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...first.host, id, name: id }));
  const [a = first.host] = hosts;
  const ended: RolloutOutcome = { host: a, kind: 'failed', reason: 'worse', detail: '', inMaintenance: true };
  const rolled = { reason: null, detail: '', inMaintenance: false, after: null } as const;
  const records = recordsOf(
    OPENED,
    { kind: 'maintenance-intent', host: 'b', hostName: 'b', before: BEFORE },
    { kind: 'reboot-intent', host: 'c', hostName: 'c', before: BEFORE },
    { kind: 'reboot-intent', host: 'd', hostName: 'd', before: BEFORE },
    { kind: 'rolled', host: 'd', outcome: 'done', ...rolled },
  );
  const outcomes = rebootsSoFar(hosts, [ended], records);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'indeterminate', 'indeterminate', 'done', 'not tried']);
  expect(outcomes[0]).toBe(ended);
  expect(outcomes.map(({ detail }) => detail).slice(1, 3)).toEqual([
    expect.stringContaining('asked into maintenance mode'),
    expect.stringContaining('Its reboot was sent'),
  ]);
});
