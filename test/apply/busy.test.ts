import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import {
  ALLOWED,
  applied,
  appliedOnce,
  KERNEL,
  planOf,
  RULESET,
  SERVICE,
  temporaryFolder,
  told,
  wrongEstate,
} from './support.ts';

const BUSY = { kind: 'busy', method: 'EnableRuleset' } as const;

test('a host that another task holds is waited for, read again and then changed', async () => {
  await using folder = await temporaryFolder();
  const journal = join(folder.path, 'j');
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  vcenter.disturb({ ...BUSY, times: 2 });
  const options = { pace: { settleMs: [0], busyMs: [0, 0, 0] } };
  expect(told(await applied(vcenter, { plan: planOf(vcenter, [RULESET]), journal, options }))).toEqual(['esx-01 done']);
  expect((await readJournal(journal)).map(({ entry }) => entry.kind)).toEqual([
    'opened',
    'intent',
    'deferred',
    'intent',
    'deferred',
    'intent',
    'result',
  ]);
});

test('a host that another task holds for too long is given up', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  vcenter.disturb({ ...BUSY, times: null });
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [RULESET, KERNEL])))).toEqual([
    'esx-01 failed busy',
    'esx-01 not-tried earlier-step',
  ]);
});

test('what the other task changed meanwhile is noticed before the next try', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(1), {
    onCall: ({ method }) => {
      const host = vcenter.hostNamed('esx-01');
      if (method === 'UpdateRuleset' && host.firewall !== null) {
        const rulesets = host.firewall.rulesets.map((each) => ({
          ...each,
          allowed: { all: false, addresses: ['192.0.2.1'], networks: [] },
        }));
        host.firewall = { ...host.firewall, rulesets };
      }
    },
  });
  vcenter.disturb({ ...BUSY, method: 'UpdateRuleset' });
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [ALLOWED])))).toEqual(['esx-01 refused stale']);
});

test('a change that is accepted and has no effect is a failure', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  vcenter.disturbHost('esx-01', { ineffective: ['EnableRuleset'] });
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [RULESET, KERNEL])))).toEqual([
    'esx-01 no-effect no-effect',
    'esx-01 not-tried earlier-step',
  ]);
});

test('a service whose second call fails is finished by the next run', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const run = { plan: planOf(vcenter, [SERVICE]), journal: join(folder.path, 'j') };
  vcenter.disturb({ ...BUSY, method: 'StartService', times: null });
  await applied(vcenter, run);
  vcenter.calm();
  expect(told(await applied(vcenter, run))).toEqual(['esx-01 done']);
  expect(vcenter.hostNamed('esx-01').services.find(({ key }) => key === 'ntpd')).toMatchObject({
    running: true,
    policy: 'on',
  });
  expect(vcenter.calls.writes.map(({ method }) => method)).toEqual(['UpdateServicePolicy', 'StartService']);
});

test('but half a service that nobody of us touched is stale', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const host = vcenter.hostNamed('esx-01');
  host.services = host.services.map((each) => (each.key === 'ntpd' ? { ...each, policy: 'on' as const } : each));
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [SERVICE])))).toEqual(['esx-01 refused stale']);
});
