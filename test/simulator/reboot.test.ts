import { expect, test } from 'vitest';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { parseEstate } from '../../src/simulator/estate.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { command, RawClient, text, texts, unescape } from './client.ts';
import { estateOf, executerOf, properties, property, simulated, type Simulated } from './start.ts';
import { FAST, reboot, run, until } from './tasks.ts';

const HOST = "- { name: a, kernel: { iovDisableIR: { configured: 'TRUE', runtime: 'FALSE' } } }\n- name: b";

async function rebooted(trouble: HostTrouble['reboot']): Promise<Simulated> {
  const world = await simulated(estateOf(HOST, FAST));
  if (trouble !== undefined) world.simulator.disturbHost('a', { reboot: trouble });
  const host = world.simulator.hostNamed('a');
  await reboot(world, 'a', () => host.upSince > host.spec.bootTime && host.connection !== 'notResponding');
  return world;
}

async function esxcli(world: Simulated, name: string, given: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await world.client.call('ExecuteSoap', await executerOf(world, 'a'), command(name, given));
  return unescape(answer);
}

const count = async (world: Simulated, path: string, name: string): Promise<number> =>
  texts(await properties(world, 'a', [path]), name).length;

test('a reboot without trouble loses nothing', async () => {
  await using world = await rebooted(undefined);
  expect(await count(world, 'config.fileSystemVolume', 'path')).toBe(3);
  expect(texts(await properties(world, 'a', ['config.multipathState']), 'pathState')).toEqual(Array(4).fill('active'));
  expect(await count(world, 'config.network', 'speedMb')).toBe(2);
  expect(await count(world, 'config.network', 'ipAddress')).toBe(2);
  expect(await properties(world, 'a', ['triggeredAlarmState'])).not.toContain('overallStatus');
});

test.each([
  ['datastore', 'config.fileSystemVolume', 'path', 2],
  ['path', 'config.multipathState', 'pathState', 3],
  ['uplink', 'config.network', 'speedMb', 1],
  ['vmk', 'config.network', 'ipAddress', 1],
] as const)('a host comes back without a %s', async (what, path, element, left) => {
  await using world = await rebooted({ loses: [what] });
  expect(await count(world, path, element)).toBe(left);
});

test('a host comes back with a red alarm that can be read', async () => {
  await using world = await rebooted({ redAlarm: true });
  const alarms = await properties(world, 'a', ['triggeredAlarmState']);
  expect(text(alarms, 'overallStatus')).toBe('red');
  const name = await world.client.call('Fetch', `Alarm:${text(alarms, 'alarm')}`, '<prop>info.name</prop>');
  expect(name).toContain('Host hardware power status');
});

test('HA does not connect after a reboot', async () => {
  await using world = await rebooted({ loses: ['ha'] });
  await run(world, 'ExitMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  expect(await property(world, 'a', 'runtime.dasHostState.state')).toBe('initializationError');
});

test('a host under another certificate is disconnected and cannot be reconnected', async () => {
  await using world = await simulated(estateOf(HOST, FAST));
  const before = await property(world, 'a', 'summary.config.sslThumbprint');
  expect(before).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
  world.simulator.disturbHost('a', { reboot: { otherCertificate: true } });
  await reboot(world, 'a', () => world.simulator.hostNamed('a').connection === 'disconnected');
  expect(await run(world, 'ReconnectHost_Task', 'a')).toContain('<error><fault xsi:type="SSLVerifyFault">');
  expect(await property(world, 'a', 'summary.config.sslThumbprint')).not.toBe(before);
});

test('a lone ESXi host comes back under another certificate of its own', async () => {
  const yaml = `kind: esxi\n${FAST}\nhost: { name: lone, trouble: { reboot: { otherCertificate: true } } }`;
  await using simulator = await startSimulator({ estate: parseEstate(yaml, 'lone.yaml') });
  using client = new RawClient(simulator);
  const account = '<userName>administrator@vsphere.local</userName><password>demo</password>';
  await client.call('Login', 'SessionManager:ha-sessionmgr', account);
  simulator.hostNamed('lone').inMaintenanceMode = true;
  await client.call('RebootHost_Task', 'HostSystem:ha-host', '<force>false</force>');
  let error = '';
  while (!error.includes('certificate')) {
    using stranger = new RawClient(simulator);
    error = await stranger.get('/sdk/vimServiceVersions.xml').then(
      () => '',
      (reason: unknown) => String(reason),
    );
  }
  expect(error).toContain('self-signed certificate');
});

test('the boot time that vCenter shows may lag behind the uptime of the host', async () => {
  await using world = await rebooted({ staleBootTime: true });
  const { spec, bootTime } = world.simulator.hostNamed('a');
  expect(bootTime).toBe(spec.bootTime);
  const uptime = Number(/<obj[^>]*>(\d+)</.exec(await esxcli(world, 'system.stats.uptime.get'))?.[1]);
  expect(uptime / 1_000_000).toBeLessThan(60);
});

test('what was configured may not take effect, and esxcli may be dead afterwards', async () => {
  await using stubborn = await rebooted({ keepsRuntime: true });
  const list = await esxcli(stubborn, 'system.settings.kernel.list', { option: 'iovDisableIR' });
  expect([text(list, 'Configured'), text(list, 'Runtime')]).toEqual(['TRUE', 'FALSE']);
  await using dead = await rebooted({ esxcliDead: true });
  expect(await esxcli(dead, 'system.version.get')).toContain('Unable to reach the command line service');
});

test('a reboot task fails, or reports a success that never happened', async () => {
  await using world = await simulated(estateOf(HOST, FAST));
  const host = world.simulator.hostNamed('a');
  host.inMaintenanceMode = true;
  world.simulator.disturbHost('a', { reboot: { task: 'fails' } });
  expect(await run(world, 'RebootHost_Task', 'a', '<force>false</force>')).toContain('SystemError');
  world.simulator.disturbHost('a', { reboot: { task: 'lies' } });
  expect(text(await run(world, 'RebootHost_Task', 'a', '<force>false</force>'), 'state')).toBe('success');
  expect(host.connection).toBe('connected');
});

test('a host that never returns stays away, and one that is late takes ten times as long', async () => {
  await using world = await simulated(
    estateOf(
      '- { name: never, reboot: never }\n- { name: late, trouble: { reboot: { comes: late } } }',
      FAST.replace('boot: 10', 'boot: 1'),
    ),
  );
  const [never, late] = ['never', 'late'].map((name) => world.simulator.hostNamed(name));
  for (const host of [never, late]) if (host !== undefined) host.inMaintenanceMode = true;
  await run(world, 'RebootHost_Task', 'never', '<force>false</force>');
  await run(world, 'RebootHost_Task', 'late', '<force>false</force>');
  await until(world, () => late?.connection === 'connected' && late.bootTime > late.spec.bootTime);
  expect(never?.connection).toBe('notResponding');
  expect(await run(world, 'ReconnectHost_Task', 'never')).toContain('xsi:type="NoHost"');
});

test('vSAN brings objects up to date after a host was away', async () => {
  await using world = await simulated(estateOf(HOST, FAST.replace('resync: 10', 'resync: 200')));
  world.simulator.configureCluster('C', { vsan: 'plain' });
  const left = async (): Promise<string> =>
    text(await esxcli(world, 'vsan.debug.resync.summary.get'), 'TotalNumberOfResyncingObjects');
  expect(await left()).toBe('0');
  await run(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  await run(world, 'ExitMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  expect(await left()).toBe('3');
  await until(world, () => world.simulator.hostNamed('a').cluster.resyncing === 0);
  expect(await left()).toBe('0');
});
