import { expect, test } from 'vitest';
import { deadlineFor } from '../../src/connect/deadline.ts';
import { Exchange } from '../../src/connect/exchange.ts';
import { WriteRefusedError } from '../../src/connect/only-reading.ts';
import { openSession, type Session } from '../../src/connect/session.ts';
import { TrafficCounter } from '../../src/connect/traffic.ts';
import { isPlainArgument, isReadingCommand, READING_COMMANDS } from '../../src/model/reading-commands.ts';
import { COMMANDS } from '../../src/simulator/esxcli/execute.ts';
import { METHODS as SIMULATED } from '../../src/simulator/methods/registry.ts';
import { type Call, kindOfMethod, type Method, methodElement, METHODS } from '../../src/vim/call.ts';
import { executeSoap } from '../../src/vim/methods/esxcli.ts';
import { setKernelSetting } from '../../src/vim/methods/writes/settings.ts';
import { sentRequestOf } from '../../src/vim/sent-request.ts';
import { envelope } from '../../src/vim/xml-writer.ts';
import { CREDENTIALS, startVcenter } from './support/vcenter.ts';

const M = { type: 'HostSystem', value: 'host-1' };
const WRITING = METHODS.filter((method) => kindOfMethod(method) === 'write');

function call(method: Method, body = methodElement(method, M)): Call<unknown> {
  return { method, body, safe: true, decode: () => null };
}

/** A command in a call that claims to be safe, with whatever is wanted inside the request. */
function execute(method: string, { moid = 'ha-cli-handler-system-settings-kernel', rest = '' } = {}): Call<unknown> {
  const parameters = `<moid>${moid}</moid><version>urn:vim25/5.0</version><method>${method}</method>${rest}`;
  return call('ExecuteSoap', methodElement('ExecuteSoap', M, parameters));
}

function argument(name: string, value: string): string {
  return `<argument><name>${name}</name><val>${value}</val></argument>`;
}

/** What a server received from a session that only reads, after its login, and how the call ended. */
async function sent(tried: Call<unknown>, limits = {}): Promise<{ error: unknown; bytes: number; requests: number }> {
  await using vcenter = await startVcenter();
  await using session: Session = await openSession(vcenter.trusted(), CREDENTIALS, { ...limits, random: () => 0 });
  const { bytesReceived, requests } = vcenter;
  const error: unknown = await session.call(tried).catch((thrown: unknown) => thrown);
  return { error, bytes: vcenter.bytesReceived - bytesReceived, requests: vcenter.requests - requests };
}

const NOTHING = { error: expect.any(WriteRefusedError), bytes: 0, requests: 0 };

test('every method that the simulator counts as a write is a write, and every other write of ours is one on purpose', () => {
  const writes = new Set(SIMULATED.filter((method) => method.writes === true).map(({ name }) => name));
  const ours = METHODS.filter((method) => writes.has(method));
  expect(ours.filter((method) => kindOfMethod(method) !== 'write')).toEqual([]);
  expect(WRITING.filter((method) => !writes.has(method))).toEqual([
    'BackupFirmwareConfiguration',
    'ClusterEnterMaintenanceMode',
  ]);
});

test.each(WRITING)('%s is refused without a byte, with a stack that shows who asked', async (method) => {
  const result = await sent(call(method));
  expect(result).toEqual(NOTHING);
  expect((result.error as Error).stack).toContain('only-reading');
  expect((result.error as Error).message).toContain(method);
});

test('what is sent counts, not what it is called', async () => {
  expect(await sent(call('RetrievePropertiesEx', methodElement('RebootHost_Task', M)))).toEqual(NOTHING);
  const two = methodElement('CurrentTime', M) + methodElement('RebootHost_Task', M);
  expect(await sent(call('CurrentTime', two))).toEqual(NOTHING);
  const hidden = `<CurrentTime xmlns="urn:vim25"><_this type="a">b</_this></CurrentTime></soapenv:Body><soapenv:Body>${methodElement('RebootHost_Task', M)}`;
  expect(await sent(call('CurrentTime', hidden))).toEqual(NOTHING);
});

test.each([
  ['another namespace', `<CurrentTime xmlns="urn:pbm"><_this type="a">b</_this></CurrentTime>`],
  ['a comment', `<CurrentTime xmlns="urn:vim25"><_this type="a">b<!-- --></_this></CurrentTime>`],
  ['CDATA', `<CurrentTime xmlns="urn:vim25"><_this type="a"><![CDATA[b]]></_this></CurrentTime>`],
  ['an instruction', `<?x y?><CurrentTime xmlns="urn:vim25"><_this type="a">b</_this></CurrentTime>`],
  ['no method', ''],
  ['no XML', '<CurrentTime'],
  ['a method that is not ours', methodElement('CloneSession' as Method, M)],
  ['a name of every object', methodElement('constructor' as Method, M)],
])('a request of an unknown form is refused: %s', async (_what, body) => {
  expect(await sent(call('CurrentTime', body))).toEqual(NOTHING);
});

test('no command that the simulator counts as a write is on the list, and every command of the list ends in get or list', () => {
  const writes = COMMANDS.filter(({ writes: isWrite }) => isWrite === true).map(({ name }) =>
    name.replaceAll('.', ' '),
  );
  expect(writes.length).toBeGreaterThan(3);
  expect(writes.filter((name) => READING_COMMANDS.has(name))).toEqual([]);
  expect([...READING_COMMANDS].filter((name) => !/^[a-z][a-z0-9]*( [a-z][a-z0-9]*)* (get|list)$/.test(name))).toEqual(
    [],
  );
  expect([...READING_COMMANDS].filter((name) => !isReadingCommand(name.split(' ')))).toEqual([]);
});

test.each(COMMANDS.filter(({ writes }) => writes === true).map(({ name }) => name))(
  'esxcli %s is refused without a byte',
  async (name) => {
    expect(await sent(executeSoap(M, { words: name.split('.'), arguments: {}, safe: true }))).toEqual(NOTHING);
  },
);

test.each([
  ['set', execute('vim.EsxCLI.system.settings.kernel.set')],
  ['upper case', execute('vim.EsxCLI.system.settings.kernel.List')],
  ['a list that nobody knows', execute('vim.EsxCLI.system.shutdown.list', { moid: 'ha-cli-handler-system-shutdown' })],
  [
    'the object of another command',
    execute('vim.EsxCLI.system.settings.kernel.list', { moid: 'ha-cli-handler-system' }),
  ],
  ['another API', execute('vim.host.PowerSystem.list')],
  ['white space', execute('vim.EsxCLI.system.settings.kernel.list\n')],
  ['look-alikes', execute('vim.EsxCLI.system.settings.kern\u0435l.list')],
  [
    'a second method',
    execute('vim.EsxCLI.system.settings.kernel.list', {
      rest: '<method>vim.EsxCLI.system.settings.kernel.set</method>',
    }),
  ],
  ['nested', execute('<a>vim.EsxCLI.system.settings.kernel.list</a>')],
  [
    'markup in a value',
    execute('vim.EsxCLI.system.settings.kernel.list', { rest: argument('option', '<option>a</option>') }),
  ],
  [
    'two values under two names',
    execute('vim.EsxCLI.system.settings.kernel.list', {
      rest: argument('option', '&lt;option&gt;a&lt;/option&gt;&lt;value&gt;b&lt;/value&gt;'),
    }),
  ],
  [
    'text beside the value',
    execute('vim.EsxCLI.system.settings.kernel.list', { rest: argument('option', 'a&lt;option&gt;a&lt;/option&gt;') }),
  ],
  [
    'an attribute',
    execute('vim.EsxCLI.system.settings.kernel.list', {
      rest: argument('option', '&lt;option a="b"&gt;a&lt;/option&gt;'),
    }),
  ],
  ['a path', executeSoap(M, { words: ['software', 'vib', 'list'], arguments: { vibname: '/tmp/x' } })],
  ['an address', executeSoap(M, { words: ['software', 'vib', 'list'], arguments: { vibname: 'http://depot' } })],
  ['a depot', executeSoap(M, { words: ['software', 'sources', 'vib', 'list'], arguments: { depot: 'a' } })],
  ['a setting that is set', setKernelSetting(M, 'iovDisableIR', 'TRUE')],
])('an esxcli command of an unknown form is refused without a byte: %s', async (_what, tried) => {
  expect(await sent(tried)).toEqual(NOTHING);
});

test.each(['System', 'a.b', 'a-b', 'a b', 'a\n', 'a</method>', 'list ', '', 'l\u0131st'])(
  'a command is made of words that esxcli has, or not at all: %j',
  (word) => {
    expect(() => executeSoap(M, { words: ['system', word, 'get'], arguments: {} })).toThrow(TypeError);
  },
);

test('what rules and collection ask is of the known form', () => {
  const commands = [
    { words: ['system', 'settings', 'kernel', 'list'], arguments: { option: 'iovDisableIR' } },
    { words: ['software', 'vib', 'list'], arguments: { rebootingimage: 'true' } },
    { words: ['system', 'settings', 'advanced', 'list'], arguments: { option: '/UserVars/ESXiShellTimeOut' } },
    { words: ['network', 'vswitch', 'standard', 'list'], arguments: { vswitchname: 'vSwitch Büro (2)' } },
    { words: ['network', 'nic', 'get'], arguments: { nicname: ['vmnic0', 'vmnic1'] } },
  ];
  for (const command of commands) {
    const request = sentRequestOf(envelope(executeSoap(M, command).body, 'id'));
    expect(request?.command?.words).toEqual(command.words);
    expect(isReadingCommand(command.words)).toBe(true);
    const given = request?.command?.arguments ?? [];
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter(([name, value]) => !isPlainArgument(command.words, name, value))).toEqual([]);
  }
});

test('with properties only, neither the executer nor a command leaves', async () => {
  const only = { propertiesOnly: true };
  expect(await sent(call('RetrieveManagedMethodExecuter'), only)).toEqual(NOTHING);
  const command = executeSoap(M, { words: ['network', 'firewall', 'get'], arguments: {} });
  expect(await sent(command, only)).toEqual(NOTHING);
  expect((await sent(command)).requests).toBeGreaterThan(0);
});

test('a session that writes was asked for by name, and sends what it is given', async () => {
  expect(await sent(call('RebootHost_Task'), { writes: true })).toMatchObject({ requests: 1 });
});

test('what is fetched beside sessions carries nothing', async () => {
  await using vcenter = await startVcenter();
  const exchange = new Exchange(vcenter.trusted(), new TrafficCounter());
  using deadline = deadlineFor(vcenter.trusted(), {});
  const request = { path: '/sdk', headers: {} };
  for (const body of [null, envelope(methodElement('RebootHost_Task', M), 'id')]) {
    await expect(exchange.send({ ...request, method: 'POST', body }, deadline)).rejects.toThrow(WriteRefusedError);
  }
  await expect(exchange.send({ ...request, method: 'GET', body: 'x' }, deadline)).rejects.toThrow(WriteRefusedError);
  await exchange.close();
  expect(vcenter.requests).toBe(0);
});
