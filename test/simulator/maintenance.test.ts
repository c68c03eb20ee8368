import { expect, test } from 'vitest';
import { parseEstate } from '../../src/simulator/estate.ts';
import { COLLECTOR, ofObjects, text, texts } from './client.ts';
import { estateOf, property, simulated, type Simulated } from './start.ts';
import { FAST, finished, run, startTask, taskInfo, until } from './tasks.ts';

const VMS = `
- name: a
  vms: [{ name: web }, { name: card, passthrough: true }, { name: disk, localDisk: true }, { name: off, poweredOn: false }]
- name: b
  vms: [{ name: db }, { name: vCLS-1, agent: true }]
- name: c`;

function clusterOf({ simulator }: Simulated): string {
  const [host] = simulator.hosts;
  return `${host?.parent.type}:${host?.parent.id}`;
}

function ask(world: Simulated, host: string): Promise<string> {
  const { moid } = world.simulator.hostNamed(host);
  return world.client.call('ClusterEnterMaintenanceMode', clusterOf(world), `<host type="HostSystem">${moid}</host>`);
}

const vmNames = ({ simulator }: Simulated, host: string): readonly string[] =>
  simulator.hostNamed(host).vms.map(({ spec }) => spec.name);

test('fully automated DRS moves what runs away, and maintenance mode is entered', async () => {
  await using world = await simulated(estateOf(VMS, FAST));
  expect(await ask(world, 'b')).toContain('<reasonText>Host is entering maintenance mode</reasonText>');
  expect(vmNames(world, 'b')).toEqual(['db', 'vCLS-1']);
  expect(text(await run(world, 'EnterMaintenanceMode_Task', 'b', '<timeout>0</timeout>'), 'state')).toBe('success');
  expect(vmNames(world, 'b')).toEqual(['vCLS-1']);
  expect(vmNames(world, 'a')).toContain('db');
});

test('VMs that cannot be moved keep a host from being emptied until people switch them off', async () => {
  await using world = await simulated(estateOf(VMS, FAST));
  expect(await ask(world, 'a')).toContain('xsi:type="InsufficientResourcesFault"');
  const task = await startTask(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  expect(text(await taskInfo(world, task), 'progress')).toBe('2');
  for (const vm of world.simulator.hostNamed('a').vms) vm.poweredOn = false;
  expect(text(await finished(world, task), 'state')).toBe('success');
});

test.each([
  ['without DRS', { drs: false }],
  ['with DRS that only recommends', { automation: 'manual' as const }],
])('%s the task stays at 2 %% and times out', async (_, config) => {
  await using world = await simulated(estateOf(VMS, FAST));
  world.simulator.configureCluster('C', config);
  const info = await run(world, 'EnterMaintenanceMode_Task', 'b', '<timeout>1</timeout>');
  expect(info).toContain('<error><fault xsi:type="Timedout">');
  expect(world.simulator.hostNamed('b').inMaintenanceMode).toBe(false);
});

test('DRS has nowhere to move VMs to when the other hosts are out of service', async () => {
  await using world = await simulated(estateOf(VMS, FAST));
  world.simulator.hostNamed('a').inMaintenanceMode = true;
  world.simulator.hostNamed('c').connection = 'notResponding';
  expect(await ask(world, 'b')).toContain('InsufficientResourcesFault');
});

test('maintenance stalls, fails, and refuses on request, from the estate and at run time', async () => {
  await using world = await simulated(
    estateOf(
      '- { name: a, trouble: { maintenance: fails } }\n- { name: b }\n- { name: c, trouble: { drs: refuses } }',
      FAST,
    ),
  );
  const enter = (host: string): Promise<string> =>
    startTask(world, 'EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
  expect(await finished(world, await enter('a'))).toContain('<error><fault xsi:type="SystemError">');
  expect(await ask(world, 'c')).toContain('InsufficientResourcesFault');
  world.simulator.disturbHost('b', { maintenance: 'stalls' });
  const stalled = await enter('b');
  await world.client.call('CancelTask', `Task:${stalled}`);
  expect(await finished(world, stalled)).toContain('xsi:type="RequestCanceled"');
  world.simulator.disturbHost('b', { exit: 'fails' });
  await finished(world, await enter('b'));
  expect(await run(world, 'ExitMaintenanceMode_Task', 'b', '<timeout>0</timeout>')).toContain('SystemError');
  expect(world.simulator.hostNamed('b').inMaintenanceMode).toBe(true);
  world.simulator.disturbHost('b', { exit: 'stalls' });
  expect(await run(world, 'ExitMaintenanceMode_Task', 'b', '<timeout>1</timeout>')).toContain('Timedout');
});

test('TaskInProgress comes for so many calls and nothing is done by them', async () => {
  await using world = await simulated(estateOf('- name: a', FAST));
  const { client, simulator } = world;
  simulator.disturb({ kind: 'busy', method: 'EnterMaintenanceMode_Task', host: 'a', times: 2 });
  const host = `HostSystem:${simulator.hostNamed('a').moid}`;
  for (const _ of [1, 2]) {
    const refused = await client.tryCall('EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
    expect(refused.text).toContain('xsi:type="TaskInProgress"><task type="Task">');
  }
  expect(simulator.calls.writes).toEqual([]);
  expect(text(await run(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>0</timeout>'), 'state')).toBe('success');
});

test('an ended task can be read for a while and is gone then', async () => {
  await using world = await simulated(estateOf('- name: a', FAST.replace('{', '{ taskRetention: 30,')));
  const task = await startTask(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  expect(text(await finished(world, task), 'state')).toBe('success');
  let answer = await world.client.tryCall('Fetch', `Task:${task}`, '<prop>info</prop>');
  while (answer.status === 200) answer = await world.client.tryCall('Fetch', `Task:${task}`, '<prop>info</prop>');
  expect(answer.text).toContain('ManagedObjectNotFound');
});

test('a cluster says how it is set, by the version that it is asked in', async () => {
  const estate = parseEstate(
    `${FAST}
datacenters:
  - name: DC
    clusters:
      - { name: C, drs: partiallyAutomated, ha: false, vsan: stretched, lifecycleManaged: true, hosts: [{ name: a, vms: [{ name: v, automation: disabled }] }, { name: b }] }`,
    'test.yaml',
  );
  await using world = await simulated(estate);
  const read = (path: string): Promise<string> =>
    world.client.call('RetrievePropertiesEx', COLLECTOR, ofObjects([clusterOf(world)], [path]));
  const configuration = await read('configurationEx');
  expect(configuration).toContain('<enabled>true</enabled><defaultVmBehavior>partiallyAutomated</defaultVmBehavior>');
  expect(configuration).toContain('<dasConfig><enabled>false</enabled>');
  expect(configuration).toContain('<vsanConfigInfo><enabled>true</enabled></vsanConfigInfo>');
  expect(configuration).toMatch(
    /<drsVmConfig><key type="VirtualMachine">vm-\d+<\/key><enabled>false<\/enabled><\/drsVmConfig>/,
  );
  expect(texts(await read('lifecycleManaged'), 'val')).toEqual(['true']);
  expect(texts(await read('configManagerEnabled'), 'val')).toEqual(['false']);
  world.simulator.configureCluster('C', { configManagerEnabled: true, drs: false });
  expect(texts(await read('configManagerEnabled'), 'val')).toEqual(['true']);
  expect(await read('configurationEx.drsConfig')).toContain('<enabled>false</enabled>');
  world.client.version = '7.0.3.0';
  expect(texts(await read('lifecycleManaged'), 'val')).toEqual(['true']);
  const unknown = await world.client.tryCall(
    'RetrievePropertiesEx',
    COLLECTOR,
    ofObjects([clusterOf(world)], ['configManagerEnabled']),
  );
  expect(unknown.text).toContain('InvalidProperty');
  expect(await property(world, 'a', 'config.vsanHostConfig.faultDomainInfo.name')).toBe('Preferred');
  expect(await property(world, 'b', 'config.vsanHostConfig.faultDomainInfo.name')).toBe('Secondary');
  expect(() => world.simulator.configureCluster('nope', {})).toThrow('no cluster nope');
});

test('HA connects again some time after maintenance mode', async () => {
  await using world = await simulated(estateOf('- name: a\n- name: b', FAST));
  const state = (host: string): Promise<string | undefined> => property(world, host, 'runtime.dasHostState.state');
  expect(await state('a')).toBe('master');
  await run(world, 'EnterMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  expect([await state('a'), await state('b')]).toEqual([undefined, 'master']);
  await run(world, 'ExitMaintenanceMode_Task', 'a', '<timeout>0</timeout>');
  await until(world, () => world.simulator.hostNamed('a').ha === 'connected');
  expect(await state('a')).toBe('master');
  world.simulator.configureCluster('C', { ha: false });
  expect(await state('a')).toBeUndefined();
});
