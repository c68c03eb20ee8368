import { expect, test } from 'vitest';
import { parseEstate } from '../../src/simulator/estate.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { command, ofObjects, RawClient, text, texts } from './client.ts';

const YAML = `
kind: esxi
durations: { task: 1, shutdown: 1, boot: 5 }
host: { name: esx-01.lab, version: 6.7.0, build: 14320388, managementServerIp: 10.0.0.5, maintenance: true }
`;
const COLLECTOR = 'PropertyCollector:ha-property-collector';
const LOGIN = '<userName>administrator@vsphere.local</userName><password>demo</password>';

test('a lone ESXi host has its own names and no instance UUID', async () => {
  await using simulator = await startSimulator({ estate: parseEstate(YAML, 'x') });
  using client = new RawClient(simulator);
  client.version = '6.7';
  const content = await client.call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
  expect([
    text(content, 'apiType'),
    text(content, 'rootFolder'),
    text(content, 'sessionManager'),
    text(content, 'apiVersion'),
  ]).toEqual(['HostAgent', 'ha-folder-root', 'ha-sessionmgr', '6.7']);
  expect(content).not.toContain('instanceUuid');
  await client.call('Login', 'SessionManager:ha-sessionmgr', LOGIN);
  const view = text(
    await client.call(
      'CreateContainerView',
      'ViewManager:ViewManager',
      '<container type="Folder">ha-folder-root</container><type>HostSystem</type><recursive>true</recursive>',
    ),
    'returnval',
  );
  expect(
    texts(await client.call('Fetch', `ContainerView:${view}`, '<prop>view</prop>'), 'ManagedObjectReference'),
  ).toEqual(['ha-host']);
  const answer = await client.call(
    'RetrievePropertiesEx',
    COLLECTOR,
    ofObjects(
      ['HostSystem:ha-host'],
      ['summary.managementServerIp', 'runtime.standbyMode', 'configManager.firewallSystem', 'parent'],
    ),
  );
  expect(texts(answer, 'val')).toEqual(['10.0.0.5', 'firewallSystem', 'ha-compute-res']);
  const executer = text(await client.call('RetrieveManagedMethodExecuter', 'HostSystem:ha-host'), 'returnval');
  const list = await client.call(
    'ExecuteSoap',
    `ReflectManagedMethodExecuter:${executer}`,
    command('system.settings.kernel.list', { option: 'iovDisableIR' }),
  );
  expect(list).toContain('iovDisableIR');
  expect((await client.tryCall('ReconnectHost_Task', 'HostSystem:ha-host')).text).toContain('NotSupported');
});

test('when it reboots the connection just drops, and every session is gone', async () => {
  await using simulator = await startSimulator({ estate: parseEstate(YAML, 'x') });
  using client = new RawClient(simulator);
  client.version = '6.7';
  await client.call('Login', 'SessionManager:ha-sessionmgr', LOGIN);
  await client.call('RebootHost_Task', 'HostSystem:ha-host', '<force>false</force>');
  let answers = 0;
  await expect(
    (async () => {
      for (; answers < 10_000; answers += 1) await client.call('CurrentTime', 'ServiceInstance:ServiceInstance');
    })(),
  ).rejects.toThrow();
  expect(simulator.openSessions).toBe(0);
});
