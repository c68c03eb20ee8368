import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_KINDS, appliedOnce, KERNEL, planOf, told, wrongEstate } from './support.ts';

const withHost = (plan: Plan, change: object): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({ ...step, host: { ...step.host, ...change } })),
});

describe('a host is known by its hardware', () => {
  test.each([
    ['another UUID', { uuid: '00000000-0000-0000-0000-000000000000' }, 'host-differs'],
    ['another serial number', { serial: 'OTHER' }, 'host-differs'],
    ['neither of them in the plan', { uuid: null, serial: null }, 'host-differs'],
    ['a managed object id that leads nowhere', { moid: 'host-9999' }, 'host-gone'],
  ])('%s: nothing is written', async (_what, change, reason) => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    const plan = withHost(planOf(vcenter, [KERNEL]), change);
    expect(told(await appliedOnce(vcenter, plan))).toEqual([`esx-01 refused ${reason}`]);
    expect(vcenter.calls.writes).toEqual([]);
  });

  test('the name may have changed meanwhile', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    const plan = withHost(planOf(vcenter, [KERNEL]), { name: 'old-name' });
    expect(told(await appliedOnce(vcenter, plan))).toEqual(['old-name done']);
  });
});

test('another vCenter than that of the plan is not written to', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  const plan = { ...planOf(vcenter, ALL_KINDS), target: { url: vcenter.url, identity: 'another' } };
  await expect(appliedOnce(vcenter, plan)).rejects.toMatchObject({ code: 'TARGET_DIFFERS' });
  expect(vcenter.calls.writes).toEqual([]);
});
