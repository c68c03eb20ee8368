import { expect, test } from 'vitest';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { findingsOf, rulesOf, scanOf, verdictsOf } from '../support/scans.ts';

const PREPATCH = await rulesOf(({ pack }) => pack === 'prepatch');
const VIC = await rulesOf(({ id }) => id.endsWith('-limited'));

/** A host of which every rule of the pack that applies passes. */
const READY = `
  ntpServers: [ntp.lab]
  options: { Syslog.global.logHost: 'udp://logs.lab:514' }`;

function scanPrepatch(vcenter: Parameters<typeof connectionTo>[0]) {
  return scanOf([connectionTo(vcenter, { timeoutMs: 3000 })], { rules: PREPATCH });
}

/** Verdicts other than pass, by rule. */
function wrongOf(scan: Awaited<ReturnType<typeof scanOf>>, host: string): Readonly<Record<string, string>> {
  const entries = Object.entries(verdictsOf(scan, host)).filter(([, verdict]) => verdict !== 'pass');
  return Object.fromEntries(entries.map(([rule, verdict]) => [rule.replace('prepatch/', ''), verdict]));
}

const estateOf = (hosts: string, cluster = ''): string => `
defaults:${READY}
datacenters:
  - name: Lab
    clusters:
      - name: C1
        ${cluster}
        hosts:
          - { name: ready }
          ${hosts}
`;

test.each([
  ['not-in-maintenance', 'warn', '{ maintenance: true }'],
  ['no-reboot-pending', 'fail', '{ rebootRequired: true }'],
  ['no-red-alarms', 'fail', '{ redAlarms: [Host storage status] }'],
  ['boots-from-disk', 'fail', '{ trouble: { stateless: true } }'],
  ['boots-from-disk', 'fail', '{ trouble: { bootDevice: lost } }'],
  ['no-staged-image', 'fail', '{ trouble: { stagedPatch: true } }'],
  ['scratch-on-a-volume', 'fail', '{ options: { ScratchConfig.CurrentScratchLocation: /tmp/scratch } }'],
  ['acceptance-level', 'fail', '{ acceptanceLevel: CommunitySupported }'],
  ['certificate-valid', 'fail', '{ certificateDays: 7 }'],
  ['certificate-valid', 'fail', '{ certificateDays: -1 }'],
  ['time-kept', 'fail', '{ ntpServers: [] }'],
  ['time-kept', 'fail', '{ services: { ntpd: { running: false } } }'],
  ['syslog-target', 'fail', "{ options: { Syslog.global.logHost: '' } }"],
  ['vms-can-move', 'fail', '{ vms: [{ name: gpu, vgpu: true }] }'],
  ['vms-can-move', 'fail', '{ vms: [{ name: card, passthrough: true }] }'],
  ['vms-can-move', 'fail', '{ vms: [{ name: disk, localDisk: true }] }'],
  ['vms-can-move', 'fail', '{ vms: [{ name: cd, cdrom: local-image }] }'],
  ['vms-can-move', 'fail', '{ vms: [{ name: cd, cdrom: host-drive }] }'],
  ['vms-can-move', 'fail', '{ vms: [{ name: own, automation: manual }] }'],
  ['no-host-profile', 'warn', '{ hostProfile: Blades }'],
  ['gen8-default-true-build', 'warn', '{ vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 5050593 }'],
])('%s is %s for a host with %s, and nothing else is wrong', async (rule, verdict, host) => {
  await using vcenter = await simulatedVcenter(
    estateOf(`- { name: wrong, template: wrong }`) + `templates: { wrong: ${host} }\n`,
  );
  const scan = await scanPrepatch(vcenter);
  expect(wrongOf(scan, 'wrong')).toEqual({ [rule]: verdict });
  expect(wrongOf(scan, 'ready')).toEqual(rule === 'not-in-maintenance' ? { 'another-host-in-service': 'fail' } : {});
});

test.each([
  ['ha-enabled', 'warn', 'ha: false'],
  ['drs-fully-automated', 'fail', 'drs: false'],
  ['drs-fully-automated', 'fail', 'drs: manual'],
  ['no-image-owner', 'warn', 'lifecycleManaged: true'],
  ['no-configuration-profile', 'warn', 'configManagerEnabled: true'],
])('%s is %s for the hosts of a cluster with %s', async (rule, verdict, cluster) => {
  await using vcenter = await simulatedVcenter(estateOf('- { name: other }', cluster));
  const scan = await scanPrepatch(vcenter);
  expect(wrongOf(scan, 'ready')).toEqual({ [rule]: verdict });
  expect(wrongOf(scan, 'other')).toEqual({ [rule]: verdict });
});

test('VMs that move hold nothing up: powered off, agents, a shared image, a CD-ROM that is not connected', async () => {
  const vms = `[{ name: off, passthrough: true, poweredOn: false }, { name: vCLS, agent: true, localDisk: true }, { name: image, cdrom: shared-image }, { name: empty, cdrom: disconnected }, { name: plain }]`;
  await using vcenter = await simulatedVcenter(estateOf(`- { name: other, vms: ${vms} }`));
  expect(wrongOf(await scanPrepatch(vcenter), 'other')).toEqual({});
});

test('a host that stands alone has no cluster to be judged by, and its running VMs are what holds it up', async () => {
  await using vcenter = await simulatedVcenter(`
defaults:${READY}
datacenters:
  - name: Lab
    hosts: [{ name: alone, vms: [{ name: web }, { name: off, poweredOn: false }] }, { name: empty }]
`);
  const scan = await scanPrepatch(vcenter);
  expect(wrongOf(scan, 'alone')).toEqual({ 'vms-can-move': 'fail' });
  expect(wrongOf(scan, 'empty')).toEqual({});
  expect(findingsOf(scan, 'alone').find(({ rule }) => rule === 'prepatch/vms-can-move')?.observed).toEqual([
    'web (the host stands alone)',
  ]);
  const cluster = findingsOf(scan, 'empty').filter(({ rule }) =>
    /ha-|drs-|another|image-owner|configuration/.test(rule),
  );
  expect(cluster.map(({ verdict }) => verdict)).toEqual(cluster.map(() => 'not-applicable'));
});

test.each(['disconnected', 'notResponding', 'standby'])('of a host that is %s nothing passes', async (connection) => {
  const host = `{ name: gone, connection: ${connection}, vendor: HP, model: ProLiant DL380p Gen8 }`;
  await using vcenter = await simulatedVcenter(estateOf(`- ${host}`));
  const scan = await scanPrepatch(vcenter);
  const verdicts = Object.entries(verdictsOf(scan, 'gone'));
  expect(verdicts.filter(([, verdict]) => verdict !== 'unknown')).toEqual([['prepatch/connected', 'fail']]);
  expect(verdicts).toHaveLength(PREPATCH.length);
  expect(wrongOf(scan, 'ready')).toEqual({ 'another-host-in-service': 'fail' });
});

test('of a host that the account may not see nothing passes', async () => {
  await using vcenter = await simulatedVcenter(estateOf('- { name: hidden, trouble: { noPermission: true } }'));
  const scan = await scanPrepatch(vcenter);
  const hidden = scan.hosts.find(({ name }) => name !== 'ready')?.name ?? '';
  expect(new Set(Object.values(verdictsOf(scan, hidden)))).toEqual(new Set(['unknown']));
  // Whether the hidden neighbour would take the VMs over is not known either.
  expect(wrongOf(scan, 'ready')).toEqual({ 'another-host-in-service': 'unknown' });
});

test('an ESXi host that a vCenter manages knows neither its cluster, nor alarms, nor profiles', async () => {
  await using esxi = await simulatedVcenter(`
kind: esxi
host:
  name: direct
  managementServerIp: 10.0.0.1
  ntpServers: [ntp.lab]
  options: { Syslog.global.logHost: 'udp://logs.lab:514' }
`);
  const unknown = ['another-host-in-service', 'drs-fully-automated', 'ha-enabled', 'no-configuration-profile'];
  const more = ['no-host-profile', 'no-image-owner', 'no-red-alarms', 'vms-can-move'];
  const owned = ['image-checked', 'image-compatible', 'image-compliant', 'image-word-holds'];
  const profile = ['configuration-checked', 'configuration-compliant'];
  expect(wrongOf(await scanPrepatch(esxi), 'direct')).toEqual(
    Object.fromEntries([...unknown, ...more, ...owned, ...profile].map((rule) => [rule, 'unknown'])),
  );
});

/** Calls by method of a scan of so many hosts. */
async function counts(hosts: number, rules = PREPATCH): Promise<ReadonlyMap<string, number>> {
  await using vcenter = await simulatedVcenter(estateOf(`- { name: 'esx-{n}', count: ${hosts - 1} }`));
  await scanOf([connectionTo(vcenter)], { rules });
  return new Map(vcenter.calls.byMethod);
}

test('the pack costs a few calls for all and a fixed number a host; a scan without it pays for none of it', async () => {
  const [few, many, none] = [await counts(5), await counts(25), await counts(25, [])];
  const aHost = (method: string) => ((many.get(method) ?? 0) - (few.get(method) ?? 0)) / 20;
  expect(aHost('RetrieveManagedMethodExecuter')).toBe(1);
  expect(aHost('ExecuteSoap')).toBe(3);
  expect(aHost('QueryOptions')).toBe(2);
  expect(aHost('RetrievePropertiesEx')).toBe(0);
  expect(many.get('CurrentTime')).toBe(1);
  expect((many.get('RetrievePropertiesEx') ?? 0) - (none.get('RetrievePropertiesEx') ?? 0)).toBe(7);
  expect(none.get('ExecuteSoap') ?? 0).toBe(0);
  expect(none.get('CurrentTime') ?? 0).toBe(0);
});

const open = (allowed: string) => `{ rulesets: { vic-engine: { enabled: true, allowed: ${allowed} } } }`;

test('a ruleset that is open to all is noted, a list is unknown without --vch-network, and is judged with it', async () => {
  await using vcenter = await simulatedVcenter(
    estateOf(`- { name: all, firewall: ${open('all')} }
          - { name: listed, firewall: ${open('[10.9.0.5]')} }`),
  );
  const verdictsWith = async (parameters: ReadonlyMap<string, string>) => {
    const scan = await scanOf([connectionTo(vcenter)], { rules: VIC, parameters });
    return ['ready', 'all', 'listed'].map((host) => verdictsOf(scan, host)['vic/vic-engine-limited']);
  };
  expect(await verdictsWith(new Map())).toEqual(['pass', 'warn', 'unknown']);
  expect(await verdictsWith(new Map([['vch-network', '10.9.0.0/24']]))).toEqual(['pass', 'warn', 'pass']);
  expect(await verdictsWith(new Map([['vch-network', '10.8.0.0/24']]))).toEqual(['pass', 'warn', 'warn']);
});
