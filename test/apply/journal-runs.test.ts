import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type JournalEntry, type JournalRecord, nextRecord } from '../../src/apply/journal/format.ts';
import { openJournal, readJournal } from '../../src/apply/journal/journal.ts';
import { chooseRuns, runsOf } from '../../src/apply/journal/list-runs.ts';
import type { JournaledRun } from '../../src/model/applies.ts';
import { runs } from '../support/sample.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { bench } from './command-support.ts';
import { ALL_KINDS, applied, KERNEL, planOf, RULESET, temporaryFolder, wrongEstate } from './support.ts';

const EVERYTHING = { change: null, hosts: null, since: null };

async function runsIn(path: string): Promise<readonly JournaledRun[]> {
  return runsOf(path, await readJournal(path));
}

/** `HOST OUTCOME` of each step, `open` where nothing tells it, and what a later run found. */
function toldBy({ steps }: JournaledRun): readonly string[] {
  return steps.map(({ host, outcome, settled }) =>
    [host.name ?? '?', outcome ?? 'open', ...(settled === null ? [] : [settled.outcome])].join(' '),
  );
}

/** A journal of an apply with reboots, an apply of the rest and a rollback of one host: a real one, of three runs. */
let eventful: readonly JournalRecord[];
beforeAll(async () => {
  await using at = await bench(2, ALL_KINDS);
  const words = ['--confirm', '--change', 'CHG123', '--reboot', '--reboot-poll', '1', '--canary'];
  await at.run(['apply', at.planFile, ...words]);
  await at.run(['apply', at.planFile, '--confirm']);
  await at.run(['rollback', at.planFile, '--confirm', '--only', 'esx-01']);
  eventful = await readJournal(`${at.planFile}.journal`);
}, 60_000);

test('runs of apply and rollback: what was changed from what to what, where, and who did it', () => {
  const [first, second, third, ...others] = runsOf('j', eventful);
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    journal: 'j',
    number: 1,
    direction: 'apply',
    isClosed: true,
    account: 'administrator@vsphere.local',
    change: 'CHG123',
    target: { identity: '11111111-2222-3333-4444-555555555555' },
    counts: { done: 5, 'not-tried': 5, failed: 0 },
    changed: 5,
    open: 0,
    hosts: [{ name: 'esx-01' }],
    reboots: [{ host: { name: 'esx-01' }, outcome: 'done', sentAt: expect.any(String), inMaintenance: false }],
  });
  expect(first?.steps.map(({ before, action }) => [action, before])).toEqual(ALL_KINDS);
  expect(second).toMatchObject({ change: null, changed: 5, hosts: [{ name: 'esx-02' }], reboots: [] });
  // What the first run had done is not told as done by the second, though its end counts it.
  expect(second?.closing).toEqual({ done: 10 });
  expect(second?.counts.done).toBe(5);
  expect(third).toMatchObject({ direction: 'rollback', changed: 5, hosts: [{ name: 'esx-01' }] });
  expect(third?.steps[0]).toMatchObject({ before: ALL_KINDS[4]?.[0], action: ALL_KINDS[4]?.[1] });
  const times = [first, second, third].flatMap((run) => [run?.startedAt ?? '', run?.endedAt ?? '']);
  expect(times).toEqual(times.toSorted());
});

test('a write of which nothing can be read is open until a later run finds what came of it', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const journal = join(folder.path, 'j');
  const run = { plan: planOf(vcenter, [KERNEL]), journal, timeoutMs: 700 };
  const call = { kind: 'drop', method: 'ExecuteSoap', host: 'esx-01', times: null } as const;
  vcenter.disturb({ ...call, after: 1 });
  await applied(vcenter, run);
  vcenter.calm();
  vcenter.disturb(call);
  await applied(vcenter, run);
  const [before, blind] = await runsIn(journal);
  expect(before).toMatchObject({ changed: 0, open: 1, counts: { indeterminate: 1 }, hosts: [{ name: 'esx-01' }] });
  // The second run sent nothing, so nothing of its own is open.
  expect(blind).toMatchObject({ changed: 0, open: 0, counts: { indeterminate: 1 }, hosts: [] });
  vcenter.calm();
  await applied(vcenter, run);
  const [first, , third] = await runsIn(journal);
  expect(toldBy(first as JournaledRun)).toEqual(['esx-01 indeterminate done']);
  expect(first).toMatchObject({ changed: 1, open: 0 });
  // It was written once, and the third run only read it.
  expect(third).toMatchObject({ changed: 0, open: 0, counts: { done: 1 }, hosts: [] });
  expect(third?.steps).toMatchObject([{ before: null, sentAt: null, action: KERNEL[0], host: { name: 'esx-01' } }]);
});

test('a step that was refused in every run tells no name and no action, since no record has them', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const plan = planOf(vcenter, [[KERNEL[0], { kind: 'kernelSetting', name: 'iovDisableIR', value: 'other' }]]);
  const journal = join(folder.path, 'j');
  await applied(vcenter, { plan, journal });
  const [run] = await runsIn(journal);
  expect(run).toMatchObject({ counts: { refused: 1 }, changed: 0, hosts: [] });
  const host = { id: plan.steps[0]?.host.id, name: null };
  expect(run?.steps).toMatchObject([{ action: null, reason: 'stale', host }]);
});

describe('cut off after any record, as by a crash', () => {
  test('every write that was sent is told, and none of which nothing is known is told as done', () => {
    const records = eventful;
    expect(records.length).toBeGreaterThan(30);
    for (let length = 1; length <= records.length; length += 1) {
      const cut = records.slice(0, length);
      const runs = runsOf('j', cut);
      expect(runs.length).toBe(count(cut, 'opened'));
      expect(runs.flatMap(({ steps }) => steps.filter(({ sentAt }) => sentAt !== null)).length).toBe(
        count(cut, 'intent'),
      );
      const changed = runs.reduce((sum, run) => sum + run.changed, 0);
      const open = runs.reduce((sum, run) => sum + run.open, 0);
      const reboots = count(cut, 'reboot-intent') - count(cut, 'rolled');
      expect([changed, open]).toEqual([count(cut, 'result'), count(cut, 'intent') - count(cut, 'result') + reboots]);
      const last = cut.slice(cut.findLastIndex(({ entry }) => entry.kind === 'opened'));
      expect(runs.at(-1)?.isClosed).toBe(
        count(last, 'closed') === 1 && count(last, 'maintenance-intent') === count(last, 'rolled'),
      );
    }
  });

  test('the run that goes on finds out what the cut one could not', async () => {
    await using folder = await temporaryFolder();
    await using vcenter = await simulatedVcenter(wrongEstate(2));
    const plan = planOf(vcenter, [KERNEL, RULESET]);
    const whole = join(folder.path, 'whole');
    await applied(vcenter, { plan, journal: whole });
    const records = await readJournal(whole);
    const intent = records.findIndex(({ entry }) => entry.kind === 'intent');
    const journal = join(folder.path, 'cut');
    await using cut = await openJournal(journal, plan);
    for (const { entry } of records.slice(0, intent + 1)) await cut.append(entry);
    await cut.close();
    await applied(vcenter, { plan, journal });
    const [crashed, resumed] = await runsIn(journal);
    expect(crashed).toMatchObject({ isClosed: false, changed: 1, open: 0 });
    expect(crashed?.steps).toMatchObject([{ outcome: null, settled: { outcome: 'done' } }]);
    expect(resumed?.changed).toBe(0);
  });
});

/** Any entries of one plan in any order, as no run would write them: the reading must bear it. */
function anyEntries(): fc.Arbitrary<readonly JournalEntry[]> {
  const direction = fc.constantFrom('apply' as const, 'rollback' as const);
  const step = fc.constantFrom('1', '2', '3');
  const [action, observed] = KERNEL;
  const named = { host: 'vc/host-1', hostName: 'esx-01' };
  const outcome = fc.constantFrom('done' as const, 'indeterminate' as const, 'refused' as const, 'failed' as const);
  const before = {} as Extract<JournalEntry, { kind: 'reboot-intent' }>['before'];
  const opened = { planHash: 'a', target: { url: 'u', identity: 'vc' }, tool: { name: 't', version: '0' } };
  return fc.array(
    fc.oneof(
      direction.map((way) => ({ kind: 'opened', direction: way, ...opened, account: 'a', change: null }) as const),
      fc
        .tuple(direction, step)
        .map(
          ([way, id]) =>
            ({ kind: 'intent', direction: way, step: id, ...named, action, observed, bootTime: null }) as const,
        ),
      fc
        .tuple(direction, step, outcome)
        .map(([way, id, end]) => ({ ...RESULT, direction: way, step: id, outcome: end }) as const),
      fc
        .tuple(direction, step)
        .map(([way, id]) => ({ kind: 'deferred', direction: way, step: id, detail: '' }) as const),
      direction.map((way) => ({ kind: 'closed', direction: way, counts: { done: 1 } }) as const),
      fc.constant({ kind: 'torn', bytes: 3 } as const),
      fc.constant({ kind: 'reboot-intent', ...named, before } as const),
    ),
    { maxLength: 30 },
  );
}

const RESULT = { kind: 'result', host: 'vc/host-1', reason: null, detail: '', observed: null } as const;

test('whatever is in a journal, a run is told for each that was opened, and what changed was sent', () => {
  fc.assert(
    fc.property(anyEntries(), (entries) => {
      const records: JournalRecord[] = [];
      for (const entry of entries) records.push(nextRecord(records.at(-1) ?? null, '2026-01-01T00:00:00.000Z', entry));
      const runs = runsOf('j', records);
      expect(runs.map(({ number }) => number)).toEqual(
        Array.from({ length: count(records, 'opened') }, (_, at) => at + 1),
      );
      for (const { steps, reboots, changed, open, counts } of runs) {
        const sent = steps.filter(({ sentAt }) => sentAt !== null).length;
        expect(changed).toBeLessThanOrEqual(sent);
        expect(changed + open).toBeLessThanOrEqual(sent + reboots.length);
        expect(Object.values(counts).reduce((sum, number) => sum + number, 0)).toBeLessThanOrEqual(steps.length);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('runs are chosen by change number, host and day, the newest first', () => {
  const runs = runsOf('j', eventful);
  const numbers = (choice: Partial<typeof EVERYTHING> | object) =>
    chooseRuns(runs, { ...EVERYTHING, ...choice }).map(({ number }) => number);
  expect(numbers({})).toEqual([3, 2, 1]);
  expect(numbers({ change: 'chg123' })).toEqual([1]);
  expect(numbers({ change: 'CHG1234' })).toEqual([]);
  expect(numbers({ hosts: ['ESX-01'] })).toEqual([3, 1]);
  expect(numbers({ hosts: ['esx-02', 'nobody'] })).toEqual([2]);
  expect(numbers({ since: runs[1]?.startedAt })).toEqual([3, 2]);
  const [only] = chooseRuns(runs, { ...EVERYTHING, hosts: ['esx-*1'], change: 'CHG123' });
  // Nobody knows of which hosts the steps were that were not tried.
  expect(only).toMatchObject({ counts: { done: 5, 'not-tried': 0 }, hosts: [{ name: 'esx-01' }] });
});

function count(records: readonly JournalRecord[], kind: JournalEntry['kind']): number {
  return records.filter(({ entry }) => entry.kind === kind).length;
}
