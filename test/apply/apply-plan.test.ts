import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import type { Plan } from '../../src/model/plan.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import {
  ALL_KINDS,
  applied,
  appliedOnce,
  KERNEL,
  OPTION,
  planOf,
  RULESET,
  settingsOf,
  temporaryFolder,
  told,
  wrongEstate,
} from './support.ts';

describe('a host that is as the plan saw it', () => {
  test('is changed by every kind of action, in order, and each is read again', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(2));
    const outcomes = await appliedOnce(vcenter, planOf(vcenter, ALL_KINDS));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['done']));
    const esx = vcenter.hostNamed('esx-02');
    expect(esx.kernel.get('iovDisableIR')).toMatchObject({ configured: 'FALSE', runtime: 'TRUE' });
    expect(esx.firewall?.rulesets.find(({ key }) => key === 'vic-engine')).toMatchObject({
      enabled: true,
      allowed: { all: false, addresses: ['10.1.2.3'], networks: [{ network: '10.9.0.0', prefixLength: 16 }] },
    });
    expect(esx.services.find(({ key }) => key === 'ntpd')).toMatchObject({ running: true, policy: 'on' });
    expect(esx.options.get('UserVars.SuppressShellWarning')).toEqual({ type: 'long', text: '1' });
    expect(vcenter.calls.writes.filter(({ host }) => host === 'esx-02').map(({ method }) => method)).toEqual([
      'system.settings.kernel.set',
      'UpdateRuleset',
      'EnableRuleset',
      'UpdateServicePolicy',
      'StartService',
      'UpdateOptions',
    ]);
    expect(vcenter.openSessions).toBe(0);
  });

  test('is not written to again by a second run', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(2));
    const plan = planOf(vcenter, ALL_KINDS);
    await appliedOnce(vcenter, plan);
    const { length } = vcenter.calls.writes;
    const outcomes = await appliedOnce(vcenter, plan);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['already-so']));
    expect(vcenter.calls.writes).toHaveLength(length);
  });

  test('is changed through the advanced option where esxcli is not to be had', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    vcenter.disturbHost('esx-01', { esxcli: 'methodNotFound' });
    const plan = planOf(vcenter, [KERNEL]);
    const stored: Plan = { ...plan, steps: plan.steps.map((step) => ({ ...step, readAs: 'stored-value' })) };
    const outcomes = await appliedOnce(vcenter, stored);
    expect(told(outcomes)).toEqual(['esx-01 done']);
    expect(outcomes[0]?.detail).toContain('as the stored value');
    expect(vcenter.calls.writes.map(({ method }) => method)).toEqual(['UpdateOptions']);
    expect(vcenter.hostNamed('esx-01').kernel.get('iovDisableIR')?.configured).toBe('FALSE');
  });
});

async function intentsIn(path: string): Promise<number> {
  return (await readJournal(path)).filter(({ entry }) => entry.kind === 'intent').length;
}

test('the intent is on the disk before the host is written to', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'plan.journal');
  const looks: Promise<number>[] = [];
  await using vcenter = await simulatedVcenter(wrongEstate(1), {
    onCall: ({ method }) => {
      if (method !== 'EnableRuleset' && method !== 'UpdateOptions') return;
      looks.push(intentsIn(path));
    },
  });
  vcenter.disturb({ kind: 'slow', milliseconds: 200, method: 'EnableRuleset' });
  vcenter.disturb({ kind: 'slow', milliseconds: 200, method: 'UpdateOptions' });
  await applied(vcenter, { plan: planOf(vcenter, [RULESET, OPTION]), journal: path });
  expect(await Promise.all(looks)).toEqual([1, 2]);
});

test('a change that the host refuses is told, and the host has no further step tried', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(2));
  vcenter.disturb({ kind: 'fault', method: 'EnableRuleset', host: 'esx-01' });
  vcenter.hosts.forEach((host) => {
    if (host.firewall === null || host.spec.name !== 'esx-02') return;
    const rulesets = host.firewall.rulesets.map((each) =>
      each.key === 'vic-engine' ? { ...each, userControllable: false } : each,
    );
    host.firewall = { ...host.firewall, rulesets };
  });
  const outcomes = await appliedOnce(vcenter, planOf(vcenter, [RULESET, KERNEL]));
  // A fault that came although the change was carried out: what counts is what is read.
  expect(told(outcomes)).toEqual([
    'esx-01 done',
    'esx-01 done',
    'esx-02 failed rejected',
    'esx-02 not-tried earlier-step',
  ]);
  expect(outcomes[2]?.detail).toMatch(/owned by system service/);
});

test('everything that is told of a run goes into its journal', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'plan.journal');
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  await applied(vcenter, { plan: planOf(vcenter, [KERNEL, RULESET]), journal: path });
  const records = await readJournal(path);
  expect(records.map(({ entry }) => entry.kind)).toEqual(['opened', 'intent', 'result', 'intent', 'result']);
  expect(records[1]?.entry).toMatchObject({ hostName: 'esx-01', observed: KERNEL[1], action: KERNEL[0] });
  expect(records[2]?.entry).toMatchObject({ outcome: 'done', observed: KERNEL[0] });
});

test('a plan that was applied and then undone leaves every host as it was', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(2));
  const plan = planOf(vcenter, ALL_KINDS);
  const before = vcenter.hosts.map(settingsOf);
  await appliedOnce(vcenter, plan);
  expect(vcenter.hosts.map(settingsOf)).not.toEqual(before);
  const undo = { ...plan, steps: plan.steps.map((step) => ({ ...step, action: step.inverse, before: step.action })) };
  await appliedOnce(vcenter, { ...undo, steps: undo.steps.toReversed() });
  expect(vcenter.hosts.map(settingsOf)).toEqual(before);
});
