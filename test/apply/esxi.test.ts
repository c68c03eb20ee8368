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
