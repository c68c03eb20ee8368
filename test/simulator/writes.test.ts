import { expect, test } from 'vitest';
import type { Answer } from './client.ts';
import { text, texts } from './client.ts';
import { estateOf, properties, property, simulated, type Simulated } from './start.ts';
import { FAST, finished, startTask } from './tasks.ts';

function part(world: Simulated, type: string, prefix: string, host: string): string {
  return `${type}:${prefix}-${world.simulator.hostNamed(host).moid.slice('host-'.length)}`;
}

const firewallOf = (world: Simulated, host: string): string =>
  part(world, 'HostFirewallSystem', 'firewallSystem', host);
const optionsOf = (world: Simulated, host: string): string => part(world, 'OptionManager', 'EsxHostAdvSettings', host);

function change(key: string, type: string, value: string): string {
  return `<changedValue xsi:type="OptionValue"><key>${key}</key><value xsi:type="xsd:${type}" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${value}</value></changedValue>`;
}

/** The XML of the ruleset vic-engine. */
function ruleset(answer: string): string {
  return /<key>vic-engine<.*?<\/ruleset>/.exec(answer)?.[0] ?? '';
}

test('a ruleset is enabled on one host alone, and its list of addresses is replaced', async () => {
  await using world = await simulated(estateOf('- { name: "{n}", count: 2 }'));
  const { client } = world;
  await client.call('EnableRuleset', firewallOf(world, '01'), '<id>vic-engine</id>');
  await client.call(
    'UpdateRuleset',
    firewallOf(world, '01'),
    '<id>vic-engine</id><spec><allowedHosts><ipAddress>10.1.2.3</ipAddress><ipNetwork><network>10.9.0.0</network><prefixLength>16</prefixLength></ipNetwork><allIp>false</allIp></allowedHosts></spec>',
  );
  const changed = ruleset(await properties(world, '01', ['config.firewall']));
  expect(changed).toContain('<enabled>true</enabled>');
  expect(changed).toContain(
    '<ipAddress>10.1.2.3</ipAddress><ipNetwork><network>10.9.0.0</network><prefixLength>16</prefixLength></ipNetwork><allIp>false</allIp>',
  );
  expect(ruleset(await properties(world, '02', ['config.firewall']))).toContain('<enabled>false</enabled>');
  expect(world.simulator.calls.writes.map(({ method, host }) => [method, host])).toEqual([
    ['EnableRuleset', '01'],
    ['UpdateRuleset', '01'],
  ]);
});

test('unknown, required and system-owned rulesets are refused', async () => {
  await using world = await simulated(estateOf('- name: a\n- { name: old, version: 6.5.0, build: 13932383 }'));
  const answer = async (method: string, host: string, id: string): Promise<Answer> =>
    world.client.tryCall(method, firewallOf(world, host), `<id>${id}</id>`);
  expect((await answer('EnableRuleset', 'a', 'nope')).text).toContain('xsi:type="NotFound"');
  expect((await answer('EnableRuleset', 'old', 'vic-engine')).text).toContain('xsi:type="NotFound"');
  expect((await answer('DisableRuleset', 'a', 'sshServer')).text).toContain('xsi:type="HostConfigFault"');
  expect((await answer('EnableRuleset', 'a', 'nfsClient')).text).toContain('xsi:type="HostConfigFault"');
  expect((await answer('EnableRuleset', 'old', 'nfsClient')).status).toBe(200);
});

test('an option is found by key or by prefix, and an unknown one is InvalidName', async () => {
  await using world = await simulated(
    estateOf("- { name: a, kernel: { iovDisableIR: { configured: 'TRUE', runtime: 'FALSE' } } }"),
  );
  const query = (name: string): Promise<Answer> =>
    world.client.tryCall('QueryOptions', optionsOf(world, 'a'), `<name>${name}</name>`);
  expect((await query('VMkernel.Boot.iovDisableIR')).text).toContain(
    '<returnval xsi:type="OptionValue"><key>VMkernel.Boot.iovDisableIR</key><value xsi:type="xsd:boolean">true</value></returnval>',
  );
  expect(texts((await query('UserVars.')).text, 'key').length).toBeGreaterThan(3);
  expect((await query('UserVars')).text).toContain(
    '<InvalidNameFault xmlns="urn:vim25" xsi:type="InvalidName"><name>UserVars</name>',
  );
});

test('an option is written with its exact type or not at all', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const { client, simulator } = world;
  const update = (changes: string): Promise<Answer> => client.tryCall('UpdateOptions', optionsOf(world, 'a'), changes);
  const wrong = change('UserVars.SuppressShellWarning', 'long', '1') + change('UserVars.DcuiTimeOut', 'int', '5');
  expect((await update(wrong)).text).toContain('xsi:type="InvalidArgument"');
  expect(simulator.hostNamed('a').options.get('UserVars.SuppressShellWarning')?.text).toBe('0');
  expect((await update(change('No.Such', 'long', '1'))).text).toContain('InvalidName');
  expect((await update(change('UserVars.SuppressShellWarning', 'long', '1'))).status).toBe(200);
  expect(simulator.hostNamed('a').options.get('UserVars.SuppressShellWarning')?.text).toBe('1');
});

test('a boot option changes what is configured, not what runs', async () => {
  await using world = await simulated(estateOf('- name: a'));
  await world.client.call(
    'UpdateOptions',
    optionsOf(world, 'a'),
    change('VMkernel.Boot.iovDisableIR', 'boolean', 'true'),
  );
  expect(world.simulator.hostNamed('a').kernel.get('iovDisableIR')).toMatchObject({
    configured: 'TRUE',
    runtime: 'FALSE',
  });
});

test('a service is started once', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const services = part(world, 'HostServiceSystem', 'serviceSystem', 'a');
  await world.client.call('StartService', services, '<id>TSM-SSH</id>');
  expect((await world.client.tryCall('StartService', services, '<id>TSM-SSH</id>')).text).toContain('InvalidState');
  await world.client.call('UpdateServicePolicy', services, '<id>TSM-SSH</id><policy>on</policy>');
  expect(world.simulator.hostNamed('a').services.find(({ key }) => key === 'TSM-SSH')).toMatchObject({
    running: true,
    policy: 'on',
  });
});

test('maintenance mode is entered and left by tasks, one at a time', async () => {
  await using world = await simulated(estateOf('- name: a', FAST));
  const { client, simulator } = world;
  const host = `HostSystem:${simulator.hostNamed('a').moid}`;
  const task = await startTask(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>60</timeout>');
  expect((await client.tryCall('EnterMaintenanceMode_Task', host, '<timeout>0</timeout>')).text).toContain(
    `xsi:type="TaskInProgress"><task type="Task">${task}</task>`,
  );
  expect(text(await finished(world, task), 'state')).toBe('success');
  expect(await property(world, 'a', 'runtime.inMaintenanceMode')).toBe('true');
  expect(texts(await properties(world, 'a', ['disabledMethod']), 'string')).toContain('EnterMaintenanceMode_Task');
  await finished(world, await startTask(world, 'ExitMaintenanceMode_Task', 'a', '<timeout>0</timeout>'));
  expect((await client.tryCall('ExitMaintenanceMode_Task', host, '<timeout>0</timeout>')).text).toContain(
    'InvalidState',
  );
});

test('a host that cannot be emptied stays at 2 % until its time-out or a cancel', async () => {
  await using world = await simulated(estateOf('- { name: a, evacuates: false }', FAST));
  const task = await startTask(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  expect(await world.client.call('Fetch', `Task:${task}`, '<prop>info.progress</prop>')).toContain('>2<');
  await world.client.call('CancelTask', `Task:${task}`);
  expect(await finished(world, task)).toContain('xsi:type="RequestCanceled"');
  const second = await startTask(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>1</timeout>');
  expect(await finished(world, second)).toContain('<error><fault xsi:type="Timedout">');
  expect(world.simulator.hostNamed('a').inMaintenanceMode).toBe(false);
});

test('a reboot needs maintenance mode, passes through notResponding and makes Runtime what was configured', async () => {
  const states: string[] = [];
  await using world = await simulated(
    estateOf("- { name: a, kernel: { iovDisableIR: { configured: 'TRUE', runtime: 'FALSE' } } }", FAST),
  );
  const { client, simulator } = world;
  const host = simulator.hostNamed('a');
  expect((await client.tryCall('RebootHost_Task', `HostSystem:${host.moid}`, '<force>false</force>')).text).toContain(
    'InvalidState',
  );
  host.inMaintenanceMode = true;
  const task = await startTask(world, 'RebootHost_Task', 'a', '<force>false</force>');
  expect(text(await finished(world, task), 'state')).toBe('success');
  while (host.bootTime === host.spec.bootTime) {
    const state = await property(world, 'a', 'runtime.connectionState');
    if (state !== states.at(-1)) states.push(state ?? '');
  }
  expect(states).toContain('notResponding');
  expect(await property(world, 'a', 'runtime.connectionState')).toBe('connected');
  expect(host.kernel.get('iovDisableIR')?.runtime).toBe('TRUE');
  expect(host.inMaintenanceMode).toBe(true);
});

test('a host is disconnected and reconnected by tasks', async () => {
  await using world = await simulated(estateOf('- name: a', FAST));
  const host = `HostSystem:${world.simulator.hostNamed('a').moid}`;
  expect((await world.client.tryCall('ReconnectHost_Task', host)).text).toContain('InvalidState');
  await finished(world, await startTask(world, 'DisconnectHost_Task', 'a'));
  expect(await property(world, 'a', 'runtime.connectionState')).toBe('disconnected');
  await finished(world, await startTask(world, 'ReconnectHost_Task', 'a'));
  expect(await property(world, 'a', 'runtime.connectionState')).toBe('connected');
});

test('DRS is asked without moving anything, and says when a host cannot be emptied', async () => {
  await using world = await simulated(estateOf('- name: a\n- { name: b, evacuates: false }'));
  const { client, simulator } = world;
  const ask = (host: string): Promise<string> => {
    const { moid, parent } = simulator.hostNamed(host);
    return client.call(
      'ClusterEnterMaintenanceMode',
      `${parent.type}:${parent.id}`,
      `<host type="HostSystem">${moid}</host>`,
    );
  };
  expect(await ask('a')).toContain('<returnval></returnval>');
  expect(await ask('b')).toContain('<returnval><fault><fault xsi:type="InsufficientResourcesFault">');
  expect(simulator.hostNamed('b').inMaintenanceMode).toBe(false);
});

test('an event is logged on a host, and its configuration backup has an address', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const { moid } = world.simulator.hostNamed('a');
  await world.client.call(
    'LogUserEvent',
    'EventManager:EventManager',
    `<entity type="HostSystem">${moid}</entity><msg>CHG1</msg>`,
  );
  expect(world.simulator.calls.writes).toEqual([
    { method: 'LogUserEvent', host: null, arguments: { entity: moid, msg: 'CHG1' } },
  ]);
  const backup = await world.client.call(
    'BackupFirmwareConfiguration',
    part(world, 'HostFirmwareSystem', 'firmwareSystem', 'a'),
  );
  expect(text(backup, 'returnval')).toMatch(/^http:\/\/\*\/downloads\/[-0-9a-f]{36}\/configBundle-a\.tgz$/);
});
