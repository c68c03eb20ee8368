import { describe, expect, test } from 'vitest';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { connectionTo, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { findingsOf, scanOf, verdictsOf } from '../support/scans.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const PORT = 'vic/outbound-2377';
const ALL_PASS = { [GEN8]: 'pass', [PORT]: 'pass' };

/** The ways in which a host may say that it knows no session, while the session lives. */
const WAYS: Readonly<Record<string, HostTrouble>> = {
  'its gateway refuses every call': { gateway: 'notAuthenticated' },
  'ExecuteSoap is refused': { esxcli: { fault: 'notAuthenticated', at: 'execute' } },
  'its executer is refused': { esxcli: { fault: 'notAuthenticated', at: 'executer' } },
};

describe.each(Object.entries(WAYS))('NotAuthenticated of one host alone: %s', (_way, trouble) => {
  test('its esxcli facts are unknown, the others are judged, and one login more is made', async () => {
    await using vcenter = await simulatedVcenter(gen8Estate(4));
    vcenter.disturbHost('esx-02', trouble);
    const scan = await scanOf([connectionTo(vcenter)]);
    expect(verdictsOf(scan, 'esx-02')).toEqual({ [GEN8]: 'unknown', [PORT]: 'pass' });
    expect(findingsOf(scan, 'esx-02').find(({ rule }) => rule === GEN8)?.reason).toBe('not-authenticated');
    for (const name of ['esx-01', 'esx-03', 'esx-04']) expect(verdictsOf(scan, name)).toEqual(ALL_PASS);
    expect(vcenter.logins).toBe(2);
    expect(vcenter.openSessions).toBe(0);
  });

  test('where all hosts say so, the number of logins does not grow with that of the hosts', async () => {
    await using vcenter = await simulatedVcenter(gen8Estate(20));
    for (const { spec } of vcenter.hosts) vcenter.disturbHost(spec.name, trouble);
    const scan = await scanOf([connectionTo(vcenter)]);
    expect(scan.hosts.every(({ name }) => verdictsOf(scan, name)[GEN8] === 'unknown')).toBe(true);
    expect(vcenter.logins).toBeLessThanOrEqual(3);
  });
});

test('inside the answer of esxcli it costs no login at all', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(3));
  vcenter.disturbHost('esx-02', { esxcli: 'notAuthenticated' });
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(verdictsOf(scan, 'esx-02')).toEqual({ [GEN8]: 'unknown', [PORT]: 'pass' });
  for (const name of ['esx-01', 'esx-03']) expect(verdictsOf(scan, name)).toEqual(ALL_PASS);
  expect(vcenter.logins).toBe(1);
});

test('gateways that refuse the first call of each host and no later one cost one login, and leave the session its own', async () => {
  const refused = new Set<string>();
  await using vcenter = await simulatedVcenter(gen8Estate(20), {
    onCall: ({ method, host }) => {
      if (method !== 'ExecuteSoap' || host === null) return;
      vcenter.disturbHost(host, refused.has(host) ? {} : { gateway: 'notAuthenticated' });
      refused.add(host);
    },
  });
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(refused.size).toBe(20);
  expect(scan.hosts).toHaveLength(20);
  expect(vcenter.logins).toBe(2);
});

test('a session that does end, after hosts have cried wolf, is renewed', async () => {
  const refused = new Set<string>();
  await using vcenter = await simulatedVcenter(gen8Estate(20), {
    onCall: ({ method, host }) => {
      if (method !== 'ExecuteSoap' || host === null) return;
      const cries = refused.size < 8 && !refused.has(host);
      if (cries) refused.add(host);
      vcenter.disturbHost(host, cries ? { gateway: 'notAuthenticated' } : {});
    },
  });
  vcenter.disturb({ kind: 'expire', method: 'ExecuteSoap', after: 15 });
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(vcenter.logins).toBe(3);
  const judged = scan.hosts.filter(({ name }) => !refused.has(name));
  expect(judged.length).toBe(12);
  for (const { name } of judged) expect(verdictsOf(scan, name)).toEqual(ALL_PASS);
});

test('properties of all hosts that are withheld cost one login, and nothing but they is unknown', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(20));
  for (const { spec } of vcenter.hosts) vcenter.disturbHost(spec.name, { notAuthenticated: ['config.firewall'] });
  const scan = await scanOf([connectionTo(vcenter)]);
  for (const { name } of scan.hosts) expect(verdictsOf(scan, name)).toEqual({ [GEN8]: 'pass', [PORT]: 'unknown' });
  expect(vcenter.logins).toBe(2);
});
