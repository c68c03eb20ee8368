import { expect, test } from 'vitest';
import { EVERYTHING } from '../../src/collect/scope.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { type Lie, lieOf, lyingVcenter } from '../apply/lying-vcenter.ts';
import { scanOf } from '../support/scans.ts';
import { connectionTo } from '../support/simulated-vcenter.ts';

const NESTED = `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - name: esx-01
            version: 8.0.3
            build: 24022510
            vms: [{ name: cd, cdrom: shared-image }]
            lockdown: { mode: lockdownNormal, exceptions: [backup] }
            vSwitch: { portgroups: { Nested: { forgedTransmits: true } } }
`;

/** What one rule says of the host, and how the host is called. */
async function judged(rule: string, ...lies: readonly Lie[]) {
  await using vcenter = await lyingVcenter(NESTED);
  vcenter.tell(...lies);
  const rules = (await loadPacks('rules')).filter(({ id }) => id === rule);
  const scan = await scanOf([connectionTo(vcenter.shown)], {
    rules,
    scope: EVERYTHING,
    parameters: new Map(),
    now: () => new Date(),
  });
  return { verdict: scan.findings[0]?.verdict, host: scan.hosts[0] };
}

const unnamed = (type: string): Lie => {
  const object = new RegExp(`<objects><obj type="${type}">.*?</objects>`, 'gs');
  return (answer) => answer.replace(object, (told) => told.replace(/<propSet><name>name<\/name>.*?<\/propSet>/s, ''));
};

test('a port group without a name that accepts is no port group that rejects', async () => {
  const blank = lieOf('config.network', (value) => value.replace('<name>Nested</name>', '<name> </name>'));
  expect((await judged('hardening/network-reject-forged-transmits', blank)).verdict).toBe('fail');
});

function asked(answer: string, method: string, told: string): string {
  return method === 'QueryLockdownExceptions' ? answer.replace(/<returnval>.*<\/returnval>/s, told) : answer;
}

test('users under another name, or in another answer, are not no users', async () => {
  const rule = 'hardening/lockdown-exception-users';
  expect((await judged(rule)).verdict).toBe('fail');
  for (const told of ['<value>backup</value>', '<returnval/>', '<returnval><user>backup</user></returnval>']) {
    expect((await judged(rule, (answer, { method }) => asked(answer, method, told))).verdict).toBe('unknown');
  }
});

test.each([
  ['a volume', /xsi:type="HostVmfsVolume"/g, 'xsi:type="HostFileSystemVolume"'],
  ['a device', /<VirtualDevice xsi:type="[^"]*"/g, '<VirtualDevice xsi:type="VirtualDevice"'],
  ['a backing', /<backing xsi:type="VirtualCdrom[^"]*"/g, '<backing xsi:type="VirtualDeviceBackingInfo"'],
])('%s that names no kind of its own ties nobody knows what', async (_what, kind, other) => {
  const { verdict } = await judged('prepatch/vms-can-move', (answer) => answer.replace(kind, other));
  expect(verdict).toBe('unknown');
});

test('an id is not the name of a cluster', async () => {
  const { host } = await judged('hardening/deactivate-ssh', unnamed('ClusterComputeResource'));
  expect(host).toMatchObject({ cluster: null, computeResource: null, datacenter: 'Lab' });
});

test('an id stands for the name of a host, and is told to be none', async () => {
  const { host } = await judged('hardening/deactivate-ssh', unnamed('HostSystem'));
  expect(host?.name).toBe(host?.moid);
  expect(host?.unread?.['name']?.code).toBe('not-reported');
});
