import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { applied, appliedOnce, FAST, KERNEL, planOf, RULESET, temporaryFolder, told, wrongEstate } from './support.ts';

const ASK = { method: 'ExecuteSoap', host: 'esx-01' } as const;

describe.each(['hang', 'drop', 'cut', 'garbage', 'html', 'unavailable'] as const)(
  'a write whose answer is lost (%s)',
  (kind) => {
    test('is settled by reading again: it took effect, and was sent once', async () => {
      await using vcenter = await simulatedVcenter(wrongEstate(1));
      // The first call reads the setting, the second one writes it.
      vcenter.disturb({ kind, ...ASK, after: 1 });
      const outcomes = await appliedOnce(vcenter, planOf(vcenter, [KERNEL, RULESET]), { timeoutMs: 700 });
      expect(told(outcomes)).toEqual(['esx-01 done', 'esx-01 done']);
      expect(vcenter.calls.writes).toHaveLength(2);
    });

    test('and that cannot be read again is indeterminate, until a later run can read it', async () => {
      await using folder = await temporaryFolder();
      await using vcenter = await simulatedVcenter(wrongEstate(1));
      const run = { plan: planOf(vcenter, [KERNEL, RULESET]), journal: join(folder.path, 'j'), timeoutMs: 700 };
      vcenter.disturb({ kind, ...ASK, after: 1, times: null });
      expect(told(await applied(vcenter, run))).toEqual([
        'esx-01 indeterminate unverified',
        'esx-01 not-tried earlier-step',
      ]);
      // Still nothing can be read: nothing is written, and nobody can be asked.
      vcenter.calm();
      vcenter.disturb({ kind, ...ASK, times: null });
      expect(told(await applied(vcenter, run))[0]).toBe('esx-01 indeterminate unverified');
      expect(vcenter.calls.writes).toHaveLength(1);
      vcenter.calm();
      expect(told(await applied(vcenter, run))).toEqual(['esx-01 done', 'esx-01 done']);
      expect(vcenter.calls.writes).toHaveLength(2);
    });
  },
);

test('a person may say that a write took effect which cannot be read; it is not sent again', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const run = { plan: planOf(vcenter, [KERNEL]), journal: join(folder.path, 'j'), timeoutMs: 700 };
  vcenter.disturb({ kind: 'drop', ...ASK, after: 1, times: null });
  await applied(vcenter, run);
  const asked: string[] = [];
  const answering = (tookEffect: boolean) => ({
    ...run,
    options: {
      tookEffect: (_step: unknown, problem: string) => {
        asked.push(problem);
        return Promise.resolve(tookEffect);
      },
    },
  });
  expect(told(await applied(vcenter, answering(false)))).toEqual(['esx-01 indeterminate unverified']);
  expect(told(await applied(vcenter, answering(true)))).toEqual(['esx-01 done']);
  expect(asked[0]).toMatch(/what came of it cannot be read/);
  expect(vcenter.calls.writes).toHaveLength(1);
  expect((await readJournal(run.journal)).filter(({ entry }) => entry.kind === 'answered')).toHaveLength(2);
});

test('a write that never arrived is told as such and sent again only by the next run', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1), {
    onCall: ({ method }) => {
      // The connection to the host dies while the write is on its way, so the host never sees it.
      if (method !== 'EnableRuleset' || sabotaged) return;
      sabotaged = true;
      vcenter.disturbHost('esx-01', { hanging: true });
    },
  });
  let sabotaged = false;
  const run = { plan: planOf(vcenter, [RULESET]), journal: join(folder.path, 'j'), timeoutMs: 700 };
  const pace = { ...FAST, settleMs: [0] };
  const first = applied(vcenter, { ...run, options: { pace } });
  expect(told(await first)).toEqual(['esx-01 failed unanswered']);
  expect(vcenter.calls.writes).toHaveLength(0);
  vcenter.disturbHost('esx-01', {});
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 done']);
  expect(vcenter.calls.writes).toHaveLength(1);
});

test('a write that takes effect only after it was given up counts as ours in the next run', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1), {
    onCall: ({ method }) => {
      if (method === 'EnableRuleset') vcenter.disturbHost('esx-01', { hanging: true });
    },
  });
  const run = { plan: planOf(vcenter, [RULESET]), journal: join(folder.path, 'j'), timeoutMs: 700 };
  await applied(vcenter, run);
  const host = vcenter.hostNamed('esx-01');
  vcenter.disturbHost('esx-01', {});
  if (host.firewall !== null) {
    const rulesets = host.firewall.rulesets.map((each) => ({
      ...each,
      enabled: each.enabled || each.key === 'vic-engine',
    }));
    host.firewall = { ...host.firewall, rulesets };
  }
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 done']);
  expect(vcenter.calls.writes).toHaveLength(0);
});
