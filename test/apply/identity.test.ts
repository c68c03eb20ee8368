import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_KINDS, appliedOnce, KERNEL, planOf, told, wrongEstate } from './support.ts';

const withHost = (plan: Plan, change: object): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({ ...step, host: { ...step.host, ...change } })),
});

const SHARED = '03000200-0400-0500-0006-000700080009';

describe('a host is known by its hardware', () => {
  test.each([
    ['another UUID', { uuid: '00000000-0000-0000-0000-000000000000' }, 'host-differs'],
    ['another serial number', { serial: 'OTHER' }, 'host-differs'],
    ['a UUID that several boards have, and no serial number', { uuid: SHARED, serial: null }, 'host-differs'],
    ['placeholders alone', { uuid: SHARED, serial: 'Default string' }, 'host-differs'],
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

describe('a host whose firmware holds a placeholder for a serial number', () => {
  const unfilled = wrongEstate(1).replace('vendor: HP', '$&\n            serial: Default string');

  test.each([
    ['the placeholder, as plans of earlier releases do', 'Default string', 'done'],
    ['no serial number', null, 'done'],
    ['a serial number', 'CZ1', 'refused unread'],
  ])('where the plan holds %s: %s', async (_what, serial, outcome) => {
    await using vcenter = await simulatedVcenter(unfilled);
    expect(vcenter.hosts[0]?.spec.serial).toBe('Default string');
    const plan = withHost(planOf(vcenter, [KERNEL]), { serial });
    expect(told(await appliedOnce(vcenter, plan))).toEqual([`esx-01 ${outcome}`]);
    expect(vcenter.calls.writes.length > 0).toBe(outcome === 'done');
  });
});
