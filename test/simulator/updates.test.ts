import { expect, test } from 'vitest';
import { COLLECTOR, createHostView, text, texts } from './client.ts';
import { estateOf, simulated, type Simulated } from './start.ts';

async function watch(world: Simulated): Promise<string> {
  const view = await createHostView(world.client);
  const collector = `PropertyCollector:${text(await world.client.call('CreatePropertyCollector', COLLECTOR), 'returnval')}`;
  await world.client.call(
    'CreateFilter',
    collector,
    `<spec><propSet><type>HostSystem</type><pathSet>name</pathSet><pathSet>runtime.inMaintenanceMode</pathSet></propSet>
     <objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet></spec>
     <partialUpdates>false</partialUpdates>`,
  );
  return collector;
}

const wait = (version: string, seconds: number): string =>
  `<version>${version}</version><options><maxWaitSeconds>${seconds}</maxWaitSeconds></options>`;

test('the first update tells everything, the next what has changed, and nothing new is an empty answer', async () => {
  await using world = await simulated(estateOf('- name: a\n- name: b'));
  const { client, simulator } = world;
  const collector = await watch(world);
  const first = await client.call('WaitForUpdatesEx', collector, wait('', 0));
  expect(texts(first, 'kind')).toEqual(['enter', 'enter']);
  expect(await client.call('WaitForUpdatesEx', collector, wait(text(first, 'version'), 0))).not.toContain('returnval');
  const waiting = client.call('WaitForUpdatesEx', collector, wait(text(first, 'version'), 20));
  simulator.hostNamed('b').inMaintenanceMode = true;
  simulator.disturbHost('b', {});
  const second = await waiting;
  expect(texts(second, 'kind')).toEqual(['modify']);
  expect(second).toContain(
    '<name>runtime.inMaintenanceMode</name><op>assign</op><val xsi:type="xsd:boolean">true</val>',
  );
  expect(text(second, 'version')).not.toBe(text(first, 'version'));
});

test('a host that is removed leaves', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { vanishes: {} } }\n- name: b'));
  const collector = await watch(world);
  const first = await world.client.call('WaitForUpdatesEx', collector, wait('', 0));
  const view = await createHostView(world.client);
  await world.client.call(
    'RetrievePropertiesEx',
    COLLECTOR,
    `<specSet><propSet><type>HostSystem</type><pathSet>name</pathSet></propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet></specSet><options/>`,
  );
  const next = await world.client.call('WaitForUpdatesEx', collector, wait(text(first, 'version'), 5));
  expect(texts(next, 'kind')).toEqual(['leave']);
});

test('a version that was never told is refused, and a cancelled wait ends with RequestCanceled', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const { client } = world;
  const collector = await watch(world);
  expect((await client.tryCall('WaitForUpdatesEx', collector, wait('77', 0))).text).toContain(
    'InvalidCollectorVersion',
  );
  const first = await client.call('WaitForUpdatesEx', collector, wait('', 0));
  const waiting = client.tryCall('WaitForUpdatesEx', collector, wait(text(first, 'version'), 30));
  while (world.simulator.calls.count('WaitForUpdatesEx') < 3)
    await client.call('CurrentTime', 'ServiceInstance:ServiceInstance');
  await client.call('CancelWaitForUpdates', collector);
  expect((await waiting).text).toContain('RequestCanceled');
  await client.call('DestroyPropertyCollector', collector);
  expect((await client.tryCall('WaitForUpdatesEx', collector, wait('', 0))).text).toContain('ManagedObjectNotFound');
});
