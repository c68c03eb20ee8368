import { expect, test } from 'vitest';
import { generateEstate, parseEstate } from '../../src/simulator/estate.ts';
import { COLLECTOR, createHostView, ofObjects, overView, text, texts } from './client.ts';
import { estateOf, properties, property, simulated } from './start.ts';

test('an unknown path faults the whole call', async () => {
  await using world = await simulated(generateEstate({ hosts: 2 }));
  const view = await createHostView(world.client);
  const answer = await world.client.tryCall(
    'RetrievePropertiesEx',
    COLLECTOR,
    overView(view, ['name', 'summary.hardware.colour']),
  );
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('xsi:type="InvalidProperty"><name>summary.hardware.colour</name>');
});

test('a path newer than the version of the request faults the whole call', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const { client } = world;
  const view = await createHostView(client);
  const wanted = overView(view, ['hardware.systemInfo.serialNumber']);
  await client.call('RetrievePropertiesEx', COLLECTOR, wanted);
  client.version = '6.5';
  expect((await client.tryCall('RetrievePropertiesEx', COLLECTOR, wanted)).text).toContain('InvalidProperty');
});

test('the version filters the members of what is returned', async () => {
  await using world = await simulated(estateOf('- name: a'));
  expect(await properties(world, 'a', ['config.firewall'])).toContain('userControllable');
  world.client.version = '6.7';
  const older = await properties(world, 'a', ['config.firewall']);
  expect(older).toContain('<key>vic-engine</key>');
  expect(older).not.toContain('userControllable');
  expect(await world.client.call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance')).not.toContain(
    'patchLevel',
  );
});

test('a version newer than the server is answered in its own, nonsense is refused', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const { client } = world;
  client.version = '99.0.0.0';
  await client.call('CurrentTime', 'ServiceInstance:ServiceInstance');
  client.version = 'latest';
  const answer = await client.tryCall('CurrentTime', 'ServiceInstance:ServiceInstance');
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('<faultcode>VersionMismatchFaultCode</faultcode>');
});

test('hosts that are not connected show a summary and no configuration', async () => {
  const hosts = ['disconnected', 'notResponding', 'standby'].map(
    (state) => `- { name: ${state}, connection: ${state} }`,
  );
  await using world = await simulated(estateOf(hosts.join('\n')));
  for (const name of ['disconnected', 'notResponding', 'standby']) {
    const answer = await properties(world, name, [
      'summary.hardware.model',
      'config.firewall',
      'hardware.biosInfo',
      'runtime.powerState',
    ]);
    expect(answer).toContain('<name>summary.hardware.model</name>');
    expect(answer).not.toContain('config.firewall');
    expect(answer).not.toContain('hardware.biosInfo');
  }
  expect(await property(world, 'standby', 'runtime.powerState')).toBe('standBy');
  expect(await property(world, 'disconnected', 'runtime.connectionState')).toBe('disconnected');
});

test('the inventory leads from a host to its datacenter', async () => {
  const yaml =
    'datacenters: [{ name: DC, clusters: [{ name: C, folder: Outer/Inner, hosts: [{ name: a }] }], hosts: [{ name: b }] }]';
  await using world = await simulated(parseEstate(yaml, 'x'));
  const path: string[] = [];
  let [type, id] = ['HostSystem', world.simulator.hostNamed('a').moid];
  while (id !== '') {
    const answer = await world.client.call(
      'RetrievePropertiesEx',
      COLLECTOR,
      ofObjects([`${type}:${id}`], ['name', 'parent']),
    );
    const [name = '', parent] = texts(answer, 'val');
    path.push(name);
    type = /xsi:type="ManagedObjectReference" type="(\w+)"/.exec(answer)?.[1] ?? '';
    id = parent ?? '';
  }
  expect(path).toEqual(['a', 'C', 'Inner', 'Outer', 'host', 'DC', 'Datacenters']);
  expect(await properties(world, 'b', ['parent'])).toContain('type="ComputeResource">domain-s');
});

test('NoPermission on a host or on one property is told for each property', async () => {
  await using world = await simulated(
    estateOf(
      '- { name: shut, trouble: { noPermission: true } }\n- { name: half, trouble: { noPermission: [config.firewall] } }',
    ),
  );
  expect(texts(await properties(world, 'shut', ['name', 'parent']), 'path')).toEqual(['name', 'parent']);
  const half = await properties(world, 'half', ['name', 'config.firewall', 'config.product']);
  expect(texts(half, 'path')).toEqual(['config.firewall']);
  expect(half).toContain('xsi:type="NoPermission"');
  const { moid } = world.simulator.hostNamed('shut');
  expect((await world.client.tryCall('RetrieveManagedMethodExecuter', `HostSystem:${moid}`)).text).toContain(
    'NoPermission',
  );
});

test('members out of order, unknown members and missing options are refused as the real parser does', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const { client } = world;
  const wrong = [
    '<type>HostSystem</type><container type="Folder">group-d1</container>',
    '<container type="Folder">group-d1</container><colour>red</colour>',
  ];
  for (const parameters of wrong) {
    const answer = await client.tryCall('CreateContainerView', 'ViewManager:ViewManager', parameters);
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('<faultcode>ClientFaultCode</faultcode>');
    expect(answer.text).not.toContain('<detail>');
  }
  const swapped =
    '<specSet><objectSet><obj type="HostSystem">host-9</obj></objectSet><propSet><type>HostSystem</type></propSet></specSet><options/>';
  expect((await client.tryCall('RetrievePropertiesEx', COLLECTOR, swapped)).text).toContain(
    'Unexpected element tag "propSet"',
  );
  expect((await client.tryCall('RetrievePropertiesEx', COLLECTOR, swapped.replace('<options/>', ''))).status).toBe(500);
});

test('what is no XML, no method and no object is refused without harm', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const { client } = world;
  expect((await client.post('<unclosed>')).status).toBe(500);
  expect((await client.tryCall('MakeCoffee', 'HostSystem:host-999')).text).toContain('ManagedObjectNotFound');
  expect((await client.tryCall('MakeCoffee', 'ServiceInstance:ServiceInstance')).text).toContain('MethodNotFound');
  expect((await client.tryCall('CurrentTime', 'HostSystem:ServiceInstance')).text).toContain('ManagedObjectNotFound');
  expect((await client.get('/')).status).toBe(404);
  await client.call('CurrentTime', 'ServiceInstance:ServiceInstance');
});

test('one property of one object can be fetched, and an unset one is an empty answer', async () => {
  await using world = await simulated(estateOf('- { name: a, connection: disconnected }'));
  const host = `HostSystem:${world.simulator.hostNamed('a').moid}`;
  expect(text(await world.client.call('Fetch', host, '<prop>name</prop>'), 'returnval')).toBe('a');
  expect(await world.client.call('Fetch', host, '<prop>config</prop>')).toContain(
    '<FetchResponse xmlns="urn:vim25"></FetchResponse>',
  );
});

test('answers are compressed only for those who ask', async () => {
  await using world = await simulated(generateEstate({ hosts: 60 }));
  const view = await createHostView(world.client);
  const plain = await world.client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['config.firewall']));
  const before = world.simulator.calls.bytesSent;
  const zipped = await world.client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['config.firewall']), {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(zipped.text).toBe(plain.text);
  expect(world.simulator.calls.bytesSent - before).toBeLessThan(plain.body.length / 10);
});

test('a foreign prefix for xsi is declared where it is used', async () => {
  await using world = await simulated(estateOf('- name: a'), { foreignPrefix: true });
  const answer = await properties(world, 'a', ['name']);
  expect(answer).toContain(
    'xmlns:_XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance" _XMLSchema-instance:type="xsd:string">a<',
  );
  expect(answer).not.toContain(' xsi:type=');
});
