import { expect, test } from 'vitest';
import { command, text, texts, unescape } from './client.ts';
import { estateOf, executerOf, properties, simulated, type Simulated } from './start.ts';

async function esxcli(world: Simulated, name: string, given: Readonly<Record<string, string>> = {}): Promise<string> {
  return unescape(await world.client.call('ExecuteSoap', await executerOf(world, 'a'), command(name, given)));
}

const part = (world: Simulated, type: string, prefix: string): string =>
  `${type}:${prefix}-${world.simulator.hostNamed('a').moid.slice('host-'.length)}`;

test('writes are accepted and change nothing, on request', async () => {
  await using world = await simulated(
    estateOf(
      '- { name: a, trouble: { ineffective: [system.settings.kernel.set, EnableRuleset, UpdateOptions, StartService] } }',
    ),
  );
  const host = world.simulator.hostNamed('a');
  const { kernel, options, firewall, services } = host;
  const set = await esxcli(world, 'system.settings.kernel.set', { setting: 'iovDisableIR', value: 'TRUE' });
  expect(set).toContain('xsi:type="xsd:boolean">true<');
  await world.client.call('EnableRuleset', part(world, 'HostFirewallSystem', 'firewallSystem'), '<id>vic-engine</id>');
  await world.client.call(
    'UpdateOptions',
    part(world, 'OptionManager', 'EsxHostAdvSettings'),
    '<changedValue xsi:type="OptionValue"><key>UserVars.SuppressShellWarning</key><value xsi:type="xsd:long" xmlns:xsd="http://www.w3.org/2001/XMLSchema">1</value></changedValue>',
  );
  await world.client.call('StartService', part(world, 'HostServiceSystem', 'serviceSystem'), '<id>TSM-SSH</id>');
  expect([host.kernel, host.options, host.firewall, host.services]).toEqual([kernel, options, firewall, services]);
  expect(world.simulator.calls.writes.map(({ method }) => method)).toEqual([
    'system.settings.kernel.set',
    'EnableRuleset',
    'UpdateOptions',
    'StartService',
  ]);
  world.simulator.disturbHost('a', {});
  await esxcli(world, 'system.settings.kernel.set', { setting: 'iovDisableIR', value: 'TRUE' });
  expect(host.kernel.get('iovDisableIR')?.configured).toBe('TRUE');
});

test('an image that waits for the next boot is listed, and nothing where there is none', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const staged = (): Promise<string> => esxcli(world, 'software.vib.list', { rebootingimage: 'true' });
  expect(texts(await staged(), 'Version')).toEqual([]);
  world.simulator.disturbHost('a', { stagedPatch: true });
  const [waiting] = texts(await staged(), 'Version');
  const [running] = texts(await esxcli(world, 'software.vib.list'), 'Version');
  expect(waiting).toMatch(/^8\.0\.3-/);
  expect(waiting).not.toBe(running);
});

test('a stateless host names the card it booted from, and a lost boot device shows', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const device = async (): Promise<readonly string[]> => {
    const answer = await esxcli(world, 'system.boot.device.get');
    return ['BootFilesystemUUID', 'StatelessBootNIC'].map((name) => text(answer, name));
  };
  expect(await device()).toEqual([expect.stringMatching(/^[\da-f]{8}-[\da-f]{8}-[\da-f]{4}-[\da-f]{12}$/), '']);
  world.simulator.disturbHost('a', { stateless: true });
  expect(await device()).toEqual(['', 'vmnic0']);
  expect(await properties(world, 'a', ['configIssue'])).not.toContain('boot.filesystem');
  world.simulator.disturbHost('a', { bootDevice: 'lost' });
  expect(await device()).toEqual(['', '']);
  expect(text(await properties(world, 'a', ['configIssue']), 'eventTypeId')).toBe('esx.problem.boot.filesystem.down');
});

test('rulesets that the system owns cannot be switched', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { systemRulesets: true } }'));
  const ruleset = async (): Promise<string> =>
    /<key>vic-engine<.*?<\/ruleset>/.exec(await properties(world, 'a', ['config.firewall']))?.[0] ?? '';
  const enable = (): ReturnType<typeof world.client.tryCall> =>
    world.client.tryCall('EnableRuleset', part(world, 'HostFirewallSystem', 'firewallSystem'), '<id>vic-engine</id>');
  expect(await ruleset()).toContain('<userControllable>false</userControllable>');
  expect((await enable()).text).toContain('HostConfigFault');
  world.simulator.disturbHost('a', {});
  expect(await ruleset()).toContain('<userControllable>true</userControllable>');
  expect((await enable()).status).toBe(200);
});

test('an estate file may say all of it', async () => {
  await using world = await simulated(
    estateOf(
      '- { name: a, datastores: [one], paths: 2, uplinks: [vmnic9], vmk: { vmk0: 10.1.2.3 }, redAlarms: [Host storage status], trouble: { stateless: true, stagedPatch: true, bootDevice: lost, exit: stalls, reboot: { comes: never, loses: [ha], task: lies } } }',
    ),
  );
  const all = await properties(world, 'a', ['config.fileSystemVolume', 'config.network', 'triggeredAlarmState']);
  expect(texts(all, 'name')).toContain('one');
  expect(texts(all, 'device')).toEqual(['vmnic9', 'vmk0']);
  expect(texts(all, 'ipAddress')).toEqual(['10.1.2.3']);
  expect(texts(all, 'overallStatus')).toEqual(['red']);
});
