import { expect, test } from 'vitest';
import { readCircumstances } from '../../../src/collect/circumstances/read-circumstances.ts';
import { readInventory } from '../../../src/collect/inventory.ts';
import { openSession } from '../../../src/connect/session.ts';
import type { HostCircumstances } from '../../../src/model/circumstances.ts';
import { obstacleIn } from '../../../src/plan/obstacle.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { connectionTo, simulatedVcenter } from '../../support/simulated-vcenter.ts';

/** Circumstances of every host, by name. */
async function circumstancesOn(simulator: Simulator): Promise<ReadonlyMap<string, HostCircumstances>> {
  const { endpoint, credentials } = connectionTo(simulator);
  await using session = await openSession(endpoint, credentials);
  const hosts = (await readInventory(session)).map(({ object, name }) => ({ id: name, moid: object.value }));
  return await readCircumstances(session, hosts);
}

function reasonsIn(found: ReadonlyMap<string, HostCircumstances>): Readonly<Record<string, string | null>> {
  return Object.fromEntries([...found].map(([name, each]) => [name, obstacleIn(each)?.reason ?? null]));
}

const TROUBLES = `
datacenters:
  - name: Lab
    clusters:
      - name: Plain
        lifecycleManaged: true
        hosts:
          - { name: calm }
          - { name: staged, trouble: { stagedPatch: true } }
          - { name: stateless, trouble: { stateless: true } }
          - { name: lost, trouble: { bootDevice: lost } }
          - { name: mute, trouble: { esxcli: fault } }
          - { name: empty, trouble: { esxcli: nil } }
          - { name: unseen, trouble: { noPermission: [configIssue] } }
          - { name: gone, connection: disconnected }
          - { name: dropping, trouble: { drops: true } }
      - { name: Profiled, configManagerEnabled: true, hosts: [{ name: owned }] }
    hosts: [{ name: alone }]
`;

test('each circumstance is found where it is, and what could not be read stands in the way', async () => {
  await using vcenter = await simulatedVcenter(TROUBLES);
  const found = await circumstancesOn(vcenter);
  expect(reasonsIn(found)).toEqual({
    calm: null,
    staged: 'patch-staged',
    stateless: 'would-not-last',
    lost: 'would-not-last',
    mute: 'unknown',
    empty: 'unknown',
    unseen: 'unknown',
    gone: 'unknown',
    dropping: 'unknown',
    owned: 'owned-by-profile',
    alone: null,
  });
  expect(found.get('calm')).toEqual({
    managedBy: { kind: 'read', value: null },
    clusterProfile: { kind: 'read', value: false },
    hostProfile: { kind: 'read', value: null },
    bootDevice: { kind: 'read', value: 'disk' },
    stagedImage: { kind: 'read', value: false },
  });
  expect(vcenter.openSessions).toBe(0);
  expect(vcenter.openTokens).toBe(0);
});

test('only the hosts asked for are asked, four calls each', async () => {
  await using vcenter = await simulatedVcenter(TROUBLES);
  const { endpoint, credentials } = connectionTo(vcenter);
  await using session = await openSession(endpoint, credentials);
  const [calm] = (await readInventory(session)).filter(({ name }) => name === 'calm');
  const before = vcenter.calls.count();
  await readCircumstances(session, [{ id: 'calm', moid: calm?.object.value ?? '' }]);
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(1);
  expect(vcenter.calls.count('ExecuteSoap')).toBe(2);
  expect(vcenter.calls.count() - before).toBeLessThanOrEqual(7);
  const after = vcenter.calls.count();
  expect(await readCircumstances(session, [])).toEqual(new Map());
  expect(vcenter.calls.count()).toBe(after);
});

test('a vCenter before 8 is not asked for what it does not know, since that would fault the whole call', async () => {
  const old = TROUBLES.replace('datacenters:', "version: '7.0.3'\napiVersion: 7.0.3.0\ndatacenters:");
  await using vcenter = await simulatedVcenter(old);
  const found = await circumstancesOn(vcenter);
  expect(found.get('calm')?.clusterProfile).toEqual({ kind: 'read', value: false });
  expect(found.get('owned')?.clusterProfile).toEqual({ kind: 'read', value: false });
});

function direct(more: string): string {
  return `kind: esxi\nhost: { name: esx-01.lab, version: 6.7.0, build: 14320388${more} }\n`;
}

test('a host that was contacted directly tells which vCenter manages it, and none is no obstacle', async () => {
  await using managed = await simulatedVcenter(direct(', managementServerIp: 10.0.0.5'));
  await using free = await simulatedVcenter(direct(''));
  const [owned] = (await circumstancesOn(managed)).values();
  expect(obstacleIn(owned)).toMatchObject({ reason: 'managed-elsewhere', detail: expect.stringContaining('10.0.0.5') });
  const [calm] = (await circumstancesOn(free)).values();
  expect(obstacleIn(calm)).toBeNull();
});

test('a host that left the inventory is unknown', async () => {
  await using vcenter = await simulatedVcenter(TROUBLES);
  const { endpoint, credentials } = connectionTo(vcenter);
  await using session = await openSession(endpoint, credentials);
  const found = await readCircumstances(session, [{ id: 'x', moid: 'host-999999' }]);
  expect(obstacleIn(found.get('x'))?.reason).toBe('unknown');
});

test('an interruption is thrown, not taken for an answer', async () => {
  await using vcenter = await simulatedVcenter(TROUBLES);
  const { endpoint, credentials } = connectionTo(vcenter);
  await using session = await openSession(endpoint, credentials);
  const signal = AbortSignal.abort();
  await expect(readCircumstances(session, [{ id: 'calm', moid: 'host-10' }], { signal })).rejects.toThrow(/./);
});
