import { describe, expect, test } from 'vitest';
import { parseEstate } from '../../src/simulator/estate.ts';
import { command, text, texts, unescape } from './client.ts';
import { estateOf, executerOf, properties, simulated, type Simulated } from './start.ts';

async function esxcli(world: Simulated, name: string, given: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await world.client.call('ExecuteSoap', await executerOf(world, 'a'), command(name, given));
  return unescape(texts(answer, 'response')[0] ?? text(answer, 'faultDetail'));
}

describe('the boot device, as ESXi documents it', () => {
  const NAMES = ['BootFilesystemUUID', 'BootNIC', 'StatelessBootNIC'];
  test.each([
    ['a disk', '', [expect.stringMatching(/^\w{8}-\w{8}-\w{4}-\w{12}$/), '', '']],
    ['a disk beside a network card', 'bootDevice: { uuid: 5f-8d, nic: vmnic0 }', ['5f-8d', 'vmnic0', '']],
    ['the network', "bootDevice: { uuid: '', nic: vmnic1 }", ['', 'vmnic1', '']],
    ['the network, stateless', "bootDevice: { uuid: '', statelessNic: vmnic1 }", ['', '', 'vmnic1']],
    ['nothing that it tells', "bootDevice: { uuid: '' }", ['', '', '']],
  ])('is %s', async (_what, setting, expected) => {
    await using world = await simulated(estateOf(`- { name: a, ${setting} }`));
    const answer = await esxcli(world, 'system.boot.device.get');
    expect(answer).toContain('xsi:type="VimEsxCLIsystembootdevicegetSystemBootDevice"');
    expect(NAMES.map((name) => text(answer, name))).toEqual(expected);
  });
});

test('a resync summary is a list of one', async () => {
  const yaml = 'datacenters: [{ name: D, clusters: [{ name: C, vsan: true, hosts: [{ name: a }] }] }]';
  await using world = await simulated(parseEstate(yaml, 'x'));
  const answer = await esxcli(world, 'vsan.debug.resync.summary.get');
  expect(answer).toContain('xsi:type="ArrayOfDataObject"><DataObject');
  expect(texts(answer, 'TotalNumberOfResyncingObjects')).toEqual(['0']);
});

test('uptime counts microseconds, and quickStats seconds', async () => {
  await using world = await simulated(estateOf("- { name: a, bootTime: '2026-02-01T00:00:00Z' }"), {
    now: () => Date.parse('2026-02-01T01:00:05Z'),
  });
  expect(await esxcli(world, 'system.stats.uptime.get')).toContain('xsi:type="xsd:long">3605000000</obj>');
  expect(text(await properties(world, 'a', ['summary.quickStats.uptime']), 'val')).toBe('3605');
});

test('a TLS profile has its documented fields, and that of this boot is told apart from the next', async () => {
  await using world = await simulated(
    estateOf('- { name: a, tlsProfile: NIST_2024, tlsProfileRunning: COMPATIBLE }\n- name: b'),
  );
  const next = await esxcli(world, 'system.tls.server.get');
  const names = ['CipherList', 'CipherSuite', 'Groups', 'Profile', 'ProtocolVersions', 'RebootRequired'];
  expect([...next.matchAll(/<(\w+)>/g)].map(([, name]) => name)).toEqual(names);
  expect([text(next, 'Profile'), text(next, 'RebootRequired')]).toEqual(['NIST_2024', 'true']);
  const current = await esxcli(world, 'system.tls.server.get', { showcurrentbootprofile: 'true' });
  expect(text(current, 'Profile')).toBe('COMPATIBLE');
});

test('an unknown kernel setting is a fault or an empty list, as the estate or the host says', async () => {
  const asked = { option: 'nope' };
  await using plain = await simulated(estateOf('- name: a'));
  expect(await esxcli(plain, 'system.settings.kernel.list', asked)).toContain('VimEsxCLICLIFault');
  await using all = await simulated(estateOf('- name: a', 'defaults: { unknownKernelSetting: emptyList }'));
  expect(await esxcli(all, 'system.settings.kernel.list', asked)).toContain('xsi:type="ArrayOfDataObject"></obj>');
  await using one = await simulated(estateOf('- { name: a, unknownKernelSetting: emptyList }'));
  expect(await esxcli(one, 'system.settings.kernel.list', asked)).toContain('xsi:type="ArrayOfDataObject"></obj>');
});

test('packages of 6.7 have no platforms, those of 8.0 have', async () => {
  await using world = await simulated(estateOf('- { name: a, version: 6.7.0 }'));
  const old = await esxcli(world, 'software.vib.list');
  expect([old.includes('listVIBSummary"'), old.includes('<Platforms>')]).toEqual([true, false]);
  await using newer = await simulated(estateOf('- { name: a, version: 8.0.3 }'));
  expect(await esxcli(newer, 'software.vib.list')).toContain('<Platforms>host</Platforms>');
});

test('6.7 ships 42 rulesets: vic-engine off, six that open all of tcp, two that are required', async () => {
  await using world = await simulated(estateOf('- { name: a, version: 6.7.0, build: 8169922 }'));
  const { rulesets } = world.simulator.hostNamed('a').spec.firewall ?? { rulesets: [] };
  expect(rulesets).toHaveLength(42);
  expect(rulesets.find(({ key }) => key === 'vic-engine')).toMatchObject({ enabled: false, rules: [{ port: 2377 }] });
  const keys = (wanted: (ruleset: (typeof rulesets)[number]) => boolean): readonly string[] =>
    rulesets.filter(wanted).map(({ key }) => key);
  expect(keys(({ required }) => required)).toEqual(['sshServer', 'vSphereClient']);
  const open = keys(({ rules }) =>
    rules.some(({ direction, port, endPort }) => direction === 'outbound' && port === 0 && endPort === 65_535),
  );
  expect(open.toSorted()).toEqual(
    ['nfs41Client', 'nfsClient', 'remoteSerialPort', 'vSPC', 'vsanEncryption', 'vvold'].toSorted(),
  );
  expect(keys(({ rules }) => rules.some(({ portType }) => portType === null))).toEqual(['iofiltervp', 'esxupdate']);
});
