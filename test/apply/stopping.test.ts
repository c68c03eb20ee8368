import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyPlan } from '../../src/apply/host-runs.ts';
import { openJournal } from '../../src/apply/journal/journal.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import {
  applied,
  appliedOnce,
  FAST,
  KERNEL,
  openedEntry,
  planOf,
  RULESET,
  sessionAt,
  temporaryFolder,
  told,
  wrongEstate,
} from './support.ts';

test('after as many failures as are allowed nothing new is started', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(5));
  for (const name of ['esx-02', 'esx-03']) vcenter.disturbHost(name, { ineffective: ['EnableRuleset'] });
  const options = { concurrency: 1, maxFailures: 2 };
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [RULESET]), { options }))).toEqual([
    'esx-01 done',
    'esx-02 no-effect no-effect',
    'esx-03 no-effect no-effect',
    'esx-04 not-tried failure-budget',
    'esx-05 not-tried failure-budget',
  ]);
  expect(vcenter.calls.writes.map(({ host }) => host)).toEqual(['esx-01', 'esx-02', 'esx-03']);
});

test('interrupted, a run finishes what is in flight, reads it again and starts nothing new; the next one goes on', async () => {
  await using folder = await temporaryFolder();
  const interruption = new AbortController();
  await using vcenter = await simulatedVcenter(wrongEstate(3), {
    onCall: ({ method, host }) => {
      if (method === 'EnableRuleset' && host === 'esx-02') interruption.abort();
    },
  });
  const run = { plan: planOf(vcenter, [RULESET, KERNEL]), journal: join(folder.path, 'j') };
  const options = { concurrency: 1, signal: interruption.signal };
  expect(told(await applied(vcenter, { ...run, options }))).toEqual([
    'esx-01 done',
    'esx-01 done',
    'esx-02 done',
    'esx-02 not-tried interrupted',
    'esx-03 not-tried interrupted',
    'esx-03 not-tried interrupted',
  ]);
  expect(vcenter.openSessions).toBe(0);
  expect(new Set(told(await applied(vcenter, run)).map((line) => line.slice(7)))).toEqual(new Set(['done']));
  expect(vcenter.calls.writes).toHaveLength(6);
});

test('interrupted before it begins, a run writes nothing', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(2));
  const options = { signal: AbortSignal.abort() };
  const outcomes = await appliedOnce(vcenter, planOf(vcenter, [KERNEL]), { options });
  expect(told(outcomes)).toEqual(['esx-01 not-tried interrupted', 'esx-02 not-tried interrupted']);
  expect(vcenter.calls.writes).toEqual([]);
});

test.each(['intent', 'result'] as const)(
  'when the disk is full at the %s of a write, nothing more is written, and that is said',
  async (kind) => {
    await using folder = await temporaryFolder();
    await using vcenter = await simulatedVcenter(wrongEstate(3));
    const plan = planOf(vcenter, [KERNEL, RULESET]);
    await using opened = await openJournal(join(folder.path, 'j'), plan);
    await opened.append(openedEntry(plan));
    await using session = await sessionAt(vcenter);
    const journal = Object.create(opened, {
      append: {
        value: (entry: Parameters<typeof opened.append>[0]) =>
          entry.kind === kind ? Promise.reject(new Error('ENOSPC')) : opened.append(entry),
      },
      path: { value: opened.path },
      records: { get: () => opened.records },
      past: { value: opened.past.bind(opened) },
    }) as typeof opened;
    await expect(applyPlan(session, plan, { journal, pace: FAST, concurrency: 1 })).rejects.toThrow('ENOSPC');
    expect(vcenter.calls.writes).toHaveLength(kind === 'intent' ? 0 : 1);
  },
);

test('when the whole vCenter is gone, the rest is not tried host by host', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(30));
  const plan = planOf(vcenter, [KERNEL]);
  vcenter.disturb({ kind: 'drop', after: 40, times: null });
  const outcomes = await appliedOnce(vcenter, plan, { options: { concurrency: 2 } });
  expect(outcomes).toHaveLength(30);
  expect(told(outcomes).at(-1)).toBe('esx-30 not-tried connection-lost');
});
