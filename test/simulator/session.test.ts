import { expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { COLLECTOR, createHostView, overView, ofObjects, RawClient, text, texts } from './client.ts';
import { estateOf, simulated } from './start.ts';

const MANAGER = 'SessionManager:SessionManager';

test('the service content and the versions need no login', async () => {
  await using simulator = await startSimulator({ estate: generateEstate({ hosts: 1 }) });
  using client = new RawClient(simulator);
  const versions = await client.get('/sdk/vimServiceVersions.xml');
  expect(versions.status).toBe(200);
  expect(versions.text).toContain(
    '<name>urn:vim25</name><version>8.0.3.0</version><priorVersions><version>8.0.2.0</version>',
  );
  const content = await client.call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
  expect(content).toContain('<propertyCollector type="PropertyCollector">propertyCollector</propertyCollector>');
  expect(text(content, 'apiType')).toBe('VirtualCenter');
  expect(simulator.openSessions).toBe(0);
});

test('a login sets a cookie of 40 hexadecimal digits in quotes, which is not the session key', async () => {
  await using simulator = await startSimulator({ estate: generateEstate({ hosts: 1 }) });
  using client = new RawClient(simulator);
  const answer = await client.post(
    '<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this><userName>administrator@vsphere.local</userName><password>demo</password></Login>',
  );
  const [cookie = ''] = [answer.headers['set-cookie'] ?? []].flat();
  expect(cookie).toMatch(/^vmware_soap_session="[0-9a-f]{40}"; Path=\/; HttpOnly; Secure;/);
  expect(cookie).not.toContain(text(answer.text, 'key'));
  expect(simulator.openSessions).toBe(1);
});

test('a wrong password is InvalidLogin and opens nothing', async () => {
  await using simulator = await startSimulator({ estate: generateEstate({ hosts: 1 }) });
  using client = new RawClient(simulator);
  const answer = await client.tryCall(
    'Login',
    MANAGER,
    '<userName>administrator@vsphere.local</userName><password>no</password>',
  );
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('<InvalidLoginFault xmlns="urn:vim25" xsi:type="InvalidLogin">');
  expect([simulator.openSessions, simulator.logins, simulator.refusedLogins]).toEqual([0, 0, 1]);
});

test('a second login on the same cookie is refused', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  await expect(world.client.login()).rejects.toThrow('InvalidLogin');
  expect(world.simulator.openSessions).toBe(1);
});

test('a logout ends the session and what belongs to it', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const { client, simulator } = world;
  const view = await createHostView(client);
  await client.call('Logout', MANAGER);
  expect(simulator.openSessions).toBe(0);
  expect((await client.tryCall('CurrentTime', 'ServiceInstance:ServiceInstance')).text).toContain('NotAuthenticated');
  expect((await client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']))).text).toContain(
    'ManagedObjectNotFound',
  );
});

test('a view of one session does not exist for another', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const view = await createHostView(world.client);
  using other = new RawClient(world.simulator);
  await other.login();
  expect((await other.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']))).text).toContain(
    'ManagedObjectNotFound',
  );
});

test('without a session properties are missing and methods are faults', async () => {
  await using simulator = await startSimulator({ estate: estateOf('- name: a') });
  using client = new RawClient(simulator);
  const host = `HostSystem:${simulator.hostNamed('a').moid}`;
  const answer = await client.call('RetrievePropertiesEx', COLLECTOR, ofObjects([host], ['name']));
  expect(answer).toContain('<missingSet><path>name</path><fault><fault xsi:type="NotAuthenticated">');
  expect((await client.tryCall('RetrieveManagedMethodExecuter', host)).text).toContain('NotAuthenticated');
});

test('an expired session shows as HTTP 500 NotAuthenticated', async () => {
  await using world = await simulated(generateEstate({ hosts: 3 }));
  const { client, simulator } = world;
  const view = await createHostView(client);
  simulator.disturb({ kind: 'expire', face: 'fault', after: 1 });
  await client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']));
  const answer = await client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']));
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('<object type="Folder">group-d1</object><privilegeId>System.View</privilegeId>');
  expect(simulator.openSessions).toBe(0);
  await client.login();
  expect(simulator.openSessions).toBe(1);
});

test('an expired session shows as HTTP 200 with every property missing, in the middle of paging too', async () => {
  await using world = await simulated(generateEstate({ hosts: 3 }));
  const { client, simulator } = world;
  const view = await createHostView(client);
  const first = await client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name'], 2));
  simulator.disturb({ kind: 'expire', face: 'missing' });
  const second = await client.call('ContinueRetrievePropertiesEx', COLLECTOR, `<token>${text(first, 'token')}</token>`);
  expect(texts(second, 'path')).toEqual(['name']);
  expect(second).toContain('xsi:type="NotAuthenticated"');
  expect(second).not.toContain('propSet');
  const again = await client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name', 'parent']));
  expect(texts(again, 'path')).toHaveLength(6);
});

test('an expired session shows as a view that is gone', async () => {
  await using world = await simulated(generateEstate({ hosts: 3 }));
  const { client, simulator } = world;
  const view = await createHostView(client);
  simulator.disturb({ kind: 'expire', face: 'view' });
  const answer = await client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']));
  expect(answer.text).toContain('xsi:type="ManagedObjectNotFound"');
  expect((await client.tryCall('CurrentTime', 'ServiceInstance:ServiceInstance')).text).toContain('NotAuthenticated');
});
