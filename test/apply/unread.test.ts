import { describe, expect, test } from 'vitest';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_KINDS, appliedOnce, KERNEL, OPTION, planOf, RULESET, SERVICE, told, wrongEstate } from './support.ts';

/** Everything that keeps a host from being read, and what is said of its first step then. */
const UNREADABLE: Readonly<Record<string, HostTrouble>> = {
  hangs: { hanging: true },
  'drops connections': { drops: true },
  'may not be seen by the account': { noPermission: true },
  'hides its hardware': { noPermission: ['summary.hardware', 'hardware.systemInfo'] },
  'hides its connection state': { noPermission: ['runtime.connectionState'] },
};

describe.each(Object.entries(UNREADABLE))('a host that %s', (_what, trouble) => {
  test('is never written to, and the others are', async () => {
    await using vcenter = await simulatedVcenter(wrongEstate(3));
    const plan = planOf(vcenter, [KERNEL, RULESET]);
    vcenter.disturbHost('esx-02', trouble);
    const outcomes = await appliedOnce(vcenter, plan, { timeoutMs: 1000 });
    expect(told(outcomes).slice(2, 4)).toEqual(['esx-02 refused unread', 'esx-02 not-tried earlier-step']);
    expect(told(outcomes).filter((line) => !line.startsWith('esx-02'))).toEqual([
      'esx-01 done',
      'esx-01 done',
      'esx-03 done',
      'esx-03 done',
    ]);
    expect(vcenter.calls.writes.filter(({ host }) => host === 'esx-02')).toEqual([]);
  });
});

test.each(['disconnected', 'notResponding', 'standby'] as const)(
  'a host that is %s is not written to',
  async (state) => {
    await using vcenter = await simulatedVcenter(wrongEstate(1));
    const plan = planOf(vcenter, ALL_KINDS);
    vcenter.hostNamed('esx-01').connection = state;
    expect(told(await appliedOnce(vcenter, plan))[0]).toBe('esx-01 refused not-connected');
    expect(vcenter.calls.writes).toEqual([]);
  },
);

test.each([
  ['esxcli answers with nothing', KERNEL, { esxcli: 'nil', noPermission: ['configManager.advancedOption'] }],
  ['the firewall may not be read', RULESET, { noPermission: ['configManager.firewallSystem'] }],
  ['the services may not be read', SERVICE, { noPermission: ['configManager.serviceSystem'] }],
  ['the options may not be read', OPTION, { noPermission: ['configManager.advancedOption'] }],
] as const)('where %s nothing is written', async (_what, change, trouble) => {
  await using vcenter = await simulatedVcenter(wrongEstate(1));
  vcenter.disturbHost('esx-01', { ...trouble, noPermission: [...trouble.noPermission] });
  expect(told(await appliedOnce(vcenter, planOf(vcenter, [change])))).toEqual(['esx-01 refused unread']);
  expect(vcenter.calls.writes).toEqual([]);
});
