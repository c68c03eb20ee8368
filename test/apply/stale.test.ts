import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALLOWED, appliedOnce, KERNEL, OPTION, planOf, RULESET, SERVICE, told, wrongEstate } from './support.ts';

const stale = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({
    ...step,
    before:
      step.before.kind === 'kernelSetting' || step.before.kind === 'advancedOption'
        ? { ...step.before, value: 'other' }
        : step.before.kind === 'allowedHosts'
          ? { ...step.before, allowed: { all: false, addresses: ['10.0.0.1'], networks: [] } }
          : step.before.kind === 'service'
            ? { ...step.before, policy: 'automatic' as const }
            : step.before,
  })),
});

describe('a thing that is no longer as the plan saw it', () => {
  test.each([
    ['kernel setting', KERNEL],
    ['option', OPTION],
    ['list of addresses', ALLOWED],
    ['service', SERVICE],
  ] as const)('is left alone: %s', async (_kind, change) => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    expect(told(await appliedOnce(vcenter, stale(planOf(vcenter, [change]))))).toEqual(['esx-01 refused stale']);
    expect(vcenter.calls.writes).toEqual([]);
  });

  test('is left alone: an option that has another type now', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    const plan = planOf(vcenter, [OPTION]);
    const host = vcenter.hostNamed('esx-01');
    host.options = new Map(host.options).set('UserVars.SuppressShellWarning', { type: 'int', text: '0' });
    expect(told(await appliedOnce(vcenter, plan))).toEqual(['esx-01 refused stale']);
    expect(vcenter.calls.writes).toEqual([]);
  });

  test('is left alone: what the host does not have any more', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    const plan = planOf(vcenter, [RULESET]);
    const host = vcenter.hostNamed('esx-01');
    if (host.firewall !== null) {
      host.firewall = { ...host.firewall, rulesets: host.firewall.rulesets.filter(({ key }) => key !== 'vic-engine') };
    }
    expect(told(await appliedOnce(vcenter, plan))).toEqual(['esx-01 refused stale']);
    expect(vcenter.calls.writes).toEqual([]);
  });

  test('is left alone: a setting that changes between two steps of the host', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(1), {
      onCall: ({ method }) => {
        if (method !== 'EnableRuleset') return;
        const host = vcenter.hostNamed('esx-01');
        host.options = new Map(host.options).set('UserVars.SuppressShellWarning', { type: 'long', text: '7' });
      },
    });
    expect(told(await appliedOnce(vcenter, planOf(vcenter, [RULESET, OPTION])))).toEqual([
      'esx-01 done',
      'esx-01 refused stale',
    ]);
    expect(vcenter.calls.writes.map(({ method }) => method)).toEqual(['EnableRuleset']);
  });
});
