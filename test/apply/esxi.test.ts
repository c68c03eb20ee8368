import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { appliedOnce, KERNEL, told } from './support.ts';

const esxi = (more: string) => `
kind: esxi
host: { name: lone, version: 8.0.3, uuid: 4c4c4544-0000-0000-0000-000000000001, serial: SN1, kernel: { iovDisableIR: 'TRUE' }${more} }
`;

const planFor = (url: string): Pick<Plan, 'target' | 'steps'> & Plan => ({
  tool: { name: 'esxcheck', version: '0' },
  createdAt: '',
  target: { url, identity: '4c4c4544-0000-0000-0000-000000000001' },
  rules: [],
  parameters: {},
  leftOut: [],
  hash: 'b'.repeat(64),
  steps: [
    {
      id: '1',
      host: {
        id: '4c4c4544-0000-0000-0000-000000000001/ha-host',
        moid: 'ha-host',
        name: 'lone',
        uuid: '4c4c4544-0000-0000-0000-000000000001',
        serial: 'SN1',
        cluster: null,
      },
      action: KERNEL[0],
      before: KERNEL[1],
      inverse: KERNEL[1],
      inverseLeaves: null,
      why: { rule: 'r', title: 't', message: 'm', references: [] },
      needsReboot: true,
      exposure: null,
    },
  ],
});

describe('an ESXi host that is contacted directly', () => {
  test('is changed when it stands alone', async () => {
    await using host = await simulatedVcenter(esxi(''));
    expect(told(await appliedOnce(host, planFor(host.url)))).toEqual(['lone done']);
  });

  test('is left to the vCenter that manages it', async () => {
    await using host = await simulatedVcenter(esxi(', managementServerIp: 10.0.0.1'));
    expect(told(await appliedOnce(host, planFor(host.url)))).toEqual(['lone refused managed-elsewhere']);
    expect(host.calls.writes).toEqual([]);
  });

  test('is not taken for another one', async () => {
    await using host = await simulatedVcenter(esxi(''));
    const plan = { ...planFor(host.url), target: { url: host.url, identity: 'other' } };
    await expect(appliedOnce(host, plan)).rejects.toMatchObject({ code: 'TARGET_DIFFERS' });
    expect(host.calls.writes).toEqual([]);
  });
});

const board = (name: string, serial: string) => esxi('').replace('lone', name).replace('SN1', serial);
const withSerial = (plan: Plan, serial: string | null): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({ ...step, host: { ...step.host, serial } })),
});

describe('a board with the hardware UUID of the planned one, at another address', () => {
  const plan = planFor('https://lone.lab/sdk');

  test.each([null, 'To be filled by O.E.M.'])(
    'is not written to where the plan has %j for a serial number',
    async (serial) => {
      await using twin = await simulatedVcenter(board('twin', 'Default string'));
      await expect(appliedOnce(twin, withSerial(plan, serial))).rejects.toMatchObject({ code: 'TARGET_DIFFERS' });
      expect(twin.calls.writes).toEqual([]);
    },
  );

  test('is refused by its serial number', async () => {
    await using twin = await simulatedVcenter(board('twin', 'SN2'));
    expect(told(await appliedOnce(twin, plan))).toEqual(['lone refused host-differs']);
    expect(twin.calls.writes).toEqual([]);
  });

  test('is the planned one where it has its name too', async () => {
    await using moved = await simulatedVcenter(board('lone', 'Default string'));
    expect(told(await appliedOnce(moved, withSerial(plan, null)))).toEqual(['lone done']);
  });
});
