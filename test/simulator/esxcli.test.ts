import { expect, test } from 'vitest';
import { command, text, texts, unescape } from './client.ts';
import { estateOf, executerOf, simulated, type Simulated } from './start.ts';

function listWith(name: string, val: string): string {
  return `${command('system.settings.kernel.list')}<argument><name>${name}</name><val>${val}</val></argument>`;
}

async function run(
  world: Simulated,
  host: string,
  name: string,
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await world.client.call('ExecuteSoap', await executerOf(world, host), command(name, given));
  const [response] = texts(answer, 'response');
  return unescape(response ?? text(answer, 'faultDetail'));
}

test('a kernel setting shows default, configured and runtime as raw text', async () => {
  await using world = await simulated(
    estateOf(
      "- { name: a, build: 4600944, version: 6.0.0, kernel: { iovDisableIR: { configured: 'true', runtime: 'FALSE' } } }",
    ),
  );
  const answer = await run(world, 'a', 'system.settings.kernel.list', { option: 'iovDisableIR' });
  expect(answer).toContain(
    'xsi:type="ArrayOfDataObject"><DataObject xsi:type="VimEsxCLIsystemsettingskernellistSettingsKernel">',
  );
  expect(['Name', 'Default', 'Configured', 'Runtime', 'Type'].map((name) => text(answer, name))).toEqual([
    'iovDisableIR',
    'TRUE',
    'true',
    'FALSE',
    'Bool',
  ]);
});

test('without an option all kernel settings are listed, with delta those that differ from their default', async () => {
  await using world = await simulated(estateOf("- { name: a, kernel: { iovDisableIR: 'TRUE' } }"));
  expect(texts(await run(world, 'a', 'system.settings.kernel.list'), 'Name').length).toBeGreaterThan(15);
  expect(texts(await run(world, 'a', 'system.settings.kernel.list', { delta: 'true' }), 'Name')).toEqual([
    'iovDisableIR',
  ]);
});

test('an unknown option is a fault inside HTTP 200 whose text stands in the detail alone', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const answer = await world.client.call(
    'ExecuteSoap',
    await executerOf(world, 'a'),
    command('system.settings.kernel.list', { option: 'nope' }),
  );
  expect(text(answer, 'faultMsg')).toBe('EsxCLI.CLIFault.summary');
  expect(text(unescape(text(answer, 'faultDetail')), 'errMsg')).toBe('Unable to find option');
});

test('an unknown namespace is a fault inside HTTP 200', async () => {
  await using world = await simulated(estateOf('- name: a'));
  const answer = await world.client.call('ExecuteSoap', await executerOf(world, 'a'), command('system.coffee.make'));
  expect(text(answer, 'faultMsg')).toBe('The object or item referred to could not be found.');
});

test('a single structure stands directly below obj, and a scalar is plain text', async () => {
  await using world = await simulated(estateOf('- { name: a, firewall: { enabled: false, outgoingBlocked: false } }'));
  const get = await run(world, 'a', 'network.firewall.get');
  expect(get).toContain(
    'xsi:type="VimEsxCLInetworkfirewallgetFirewall"><DefaultAction>PASS</DefaultAction><Enabled>false</Enabled>',
  );
  expect(get).not.toContain('DataObject');
  const set = await run(world, 'a', 'system.settings.kernel.set', { setting: 'iovDisableIR', value: 'TRUE' });
  expect(set).toContain('xsi:type="xsd:boolean">true</obj>');
});

test('kernel.set changes Configured alone, on this host alone, and is remembered as a write', async () => {
  await using world = await simulated(estateOf('- { name: "{n}", count: 2 }'));
  await run(world, '01', 'system.settings.kernel.set', { setting: 'iovDisableIR', value: 'TRUE' });
  const rows = await Promise.all(
    ['01', '02'].map((host) => run(world, host, 'system.settings.kernel.list', { option: 'iovDisableIR' })),
  );
  expect(rows.map((row) => [text(row, 'Configured'), text(row, 'Runtime')])).toEqual([
    ['TRUE', 'FALSE'],
    ['FALSE', 'FALSE'],
  ]);
  expect(world.simulator.calls.writes).toEqual([
    { method: 'system.settings.kernel.set', host: '01', arguments: { setting: 'iovDisableIR', value: 'TRUE' } },
  ]);
});

test('a read-only account may list and may not set', async () => {
  const accounts =
    'accounts: [{ user: reader@vsphere.local, password: r, readOnly: true }, { user: administrator@vsphere.local, password: demo }]';
  await using world = await simulated(estateOf('- name: a', accounts));
  world.client.cookie = null;
  await world.client.login('reader@vsphere.local', 'r');
  await run(world, 'a', 'system.settings.kernel.list', { option: 'iovDisableIR' });
  const refused = await world.client.tryCall(
    'ExecuteSoap',
    await executerOf(world, 'a'),
    command('system.settings.kernel.set', { setting: 'iovDisableIR', value: 'TRUE' }),
  );
  expect(refused.text).toContain('NoPermission');
  expect(world.simulator.calls.writes).toEqual([]);
});

test('an argument may carry a namespace; its text is unescaped twice; a wrong name is refused', async () => {
  await using world = await simulated(estateOf('- { name: a, kernel: { "odd&name": "x" } }'));
  const executer = await executerOf(world, 'a');
  const named = await world.client.call(
    'ExecuteSoap',
    executer,
    listWith('option', '&lt;option xmlns="urn:vim25"&gt;odd&amp;amp;name&lt;/option&gt;'),
  );
  expect(unescape(text(named, 'response'))).toContain('<Name>odd&amp;name</Name>');
  const wrong = await world.client.tryCall('ExecuteSoap', executer, listWith('opt', '&lt;opt&gt;x&lt;/opt&gt;'));
  expect(wrong.text).toContain('InvalidArgument');
});

test('a version that the host is too old for is refused', async () => {
  await using world = await simulated(estateOf('- { name: a, version: 6.0.0, build: 3620759 }'));
  const newer = command('system.version.get').replace('urn:vim25/5.0', 'urn:vim25/8.0.3.0');
  expect((await world.client.tryCall('ExecuteSoap', await executerOf(world, 'a'), newer)).text).toContain(
    'InvalidArgument',
  );
});

test('esxcli cannot be had in four ways', async () => {
  const kinds = ['methodNotFound', 'noExecuter', 'nil', 'fault'];
  await using world = await simulated(
    estateOf(kinds.map((kind) => `- { name: ${kind}, trouble: { esxcli: ${kind} } }`).join('\n')),
  );
  const { client, simulator } = world;
  const retrieve = (name: string): ReturnType<typeof client.tryCall> =>
    client.tryCall('RetrieveManagedMethodExecuter', `HostSystem:${simulator.hostNamed(name).moid}`);
  expect((await retrieve('methodNotFound')).text).toContain('xsi:type="MethodNotFound"');
  expect((await retrieve('noExecuter')).text).not.toContain('returnval');
  const list = command('system.settings.kernel.list', { option: 'iovDisableIR' });
  expect(await client.call('ExecuteSoap', await executerOf(world, 'nil'), list)).not.toContain('returnval');
  expect(await client.call('ExecuteSoap', await executerOf(world, 'fault'), list)).toContain('EsxCLI.CLIFault.summary');
});

test('hosts that are not connected refuse, each with its own fault', async () => {
  await using world = await simulated(
    estateOf('- { name: a, connection: disconnected }\n- { name: b, connection: notResponding }'),
  );
  const [a, b] = await Promise.all(
    ['a', 'b'].map((name) =>
      world.client.tryCall('RetrieveManagedMethodExecuter', `HostSystem:${world.simulator.hostNamed(name).moid}`),
    ),
  );
  expect(a?.text).toContain('xsi:type="HostNotConnected"');
  expect(b?.text).toContain('xsi:type="HostCommunication"');
});

test('extra members and another order do not hide the known ones', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { extraMembers: true } }'));
  const answer = await run(world, 'a', 'system.settings.kernel.list', { option: 'iovDisableIR' });
  expect(answer.indexOf('<UnheardOf>')).toBeLessThan(answer.indexOf('<Type>'));
  expect(answer.indexOf('<Type>')).toBeLessThan(answer.indexOf('<Configured>'));
});
