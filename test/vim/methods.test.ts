import { expect, test } from 'vitest';
import { type Call, METHODS } from '../../src/vim/call.ts';
import { hasPrivilegeOnEntities, queryLockdownExceptions } from '../../src/vim/methods/authorization.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../../src/vim/methods/esxcli.ts';
import { queryOptions } from '../../src/vim/methods/options.ts';
import {
  cancelRetrievePropertiesEx,
  continueRetrievePropertiesEx,
  createContainerView,
  destroyView,
  retrievePropertiesEx,
} from '../../src/vim/methods/properties.ts';
import { currentTime, login, loginByToken, logout, retrieveServiceContent } from '../../src/vim/methods/session.ts';
import {
  backupFirmwareConfiguration,
  cancelTask,
  clusterEnterMaintenanceMode,
  enterMaintenanceMode,
  exitMaintenanceMode,
  logUserEvent,
  rebootHost,
  reconnectHost,
} from '../../src/vim/methods/writes/maintenance.ts';
import {
  disableRuleset,
  enableRuleset,
  setKernelSetting,
  startService,
  stopService,
  updateOption,
  updateRuleset,
  updateServicePolicy,
} from '../../src/vim/methods/writes/settings.ts';
import { parseResponse } from '../../src/vim/response-reader.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';
import { envelope } from '../../src/vim/xml-writer.ts';

const M = { type: 'Type', value: 'value-1' };
const PROPERTIES = [{ type: 'HostSystem', paths: ['name', 'parent'] }];

const ALLOWED = { all: false, addresses: ['10.1.2.3'], networks: ['10.9.0.0/16', '2001:db8::/64'] };
const WRITES: readonly Call<unknown>[] = [
  updateOption(M, { key: 'Net.BlockGuestBPDU', type: 'long', value: '1' }),
  enableRuleset(M, 'vic-engine'),
  disableRuleset(M, 'vic-engine'),
  updateRuleset(M, 'vic-engine', ALLOWED),
  startService(M, 'ntpd'),
  stopService(M, 'ntpd'),
  updateServicePolicy(M, 'ntpd', 'on'),
  logUserEvent(M, M, 'text'),
  backupFirmwareConfiguration(M),
  enterMaintenanceMode(M, { timeout: 60, vsanMode: 'ensureObjectAccessibility' }),
  exitMaintenanceMode(M, 60),
  rebootHost(M),
  reconnectHost(M),
  cancelTask(M),
];

const CALLS: readonly Call<unknown>[] = [
  retrieveServiceContent(),
  login(M, 'user', 'password'),
  loginByToken(M, '<a/>'),
  logout(M),
  currentTime(),
  createContainerView(M, M, ['HostSystem']),
  destroyView(M),
  retrievePropertiesEx(M, { properties: PROPERTIES, selection: { view: M }, pageSize: 100 }),
  continueRetrievePropertiesEx(M, 'token'),
  cancelRetrievePropertiesEx(M, 'token'),
  retrieveManagedMethodExecuter(M),
  executeSoap(M, { words: ['network', 'firewall', 'get'], arguments: {} }),
  queryOptions(M, 'VMkernel.Boot.iovDisableIR'),
  queryLockdownExceptions(M),
  clusterEnterMaintenanceMode(M, [M]),
  hasPrivilegeOnEntities(M, [M], { sessionKey: 'k', privileges: ['System.Read'] }),
  ...WRITES,
];

function names(call: Call<unknown>): string[] {
  return parseXml(call.body).children.map(({ name }) => name);
}

test('METHODS names every method that can be sent', () => {
  expect(CALLS.map(({ method }) => method).sort()).toEqual([...METHODS].sort());
});

test('every request is the method element in a well-formed envelope, and begins with _this', () => {
  for (const { method, body } of CALLS) {
    const sent = parseResponse(envelope(body, 'esxcheck-1'));
    expect(sent.name).toBe(method);
    expect(sent.children[0]?.name).toBe('_this');
    expect(sent.children[0]?.morefType).not.toBeNull();
  }
});

test('only what may happen twice is marked as safe', () => {
  const unsafe = CALLS.filter(({ safe }) => !safe).map(({ method }) => method);
  const writes = WRITES.map(({ method }) => method);
  expect(unsafe).toEqual(['Login', 'LoginByToken', 'Logout', 'ContinueRetrievePropertiesEx', ...writes]);
  expect(setKernelSetting(M, 'iovDisableIR', 'FALSE').safe).toBe(false);
});

test('a kernel setting is set by its own command', () => {
  const sent = parseXml(setKernelSetting(M, 'iovDisableIR', 'FALSE').body);
  expect(sent.children.slice(1, 4).map(({ text }) => text)).toEqual([
    'ha-cli-handler-system-settings-kernel',
    'urn:vim25/5.0',
    'vim.EsxCLI.system.settings.kernel.set',
  ]);
  expect(sent.children.slice(4).map(({ children }) => children.map(({ text }) => text))).toEqual([
    ['setting', '<setting>iovDisableIR</setting>'],
    ['value', '<value>FALSE</value>'],
  ]);
});

test('an option is written in the type that it was read in', () => {
  const body = updateOption(M, { key: 'A.B', type: 'long', value: '<1>' }).body;
  const changed = parseResponse(envelope(body, 'x')).children[1];
  expect(changed?.xsiType).toBe('OptionValue');
  expect(changed?.children.map(({ name, xsiType, text }) => [name, xsiType, text])).toEqual([
    ['key', null, 'A.B'],
    ['value', 'long', '<1>'],
  ]);
});

test('a list of allowed addresses comes in the declared order of its members', () => {
  const list = parseXml(updateRuleset(M, 'vic-engine', ALLOWED).body).children[2]?.children[0];
  expect(list?.children.map(({ name, text, children }) => [name, text, children.map((each) => each.text)])).toEqual([
    ['ipAddress', '10.1.2.3', []],
    ['ipNetwork', '', ['10.9.0.0', '16']],
    ['ipNetwork', '', ['2001:db8::', '64']],
    ['allIp', 'false', []],
  ]);
});

test('parameters come in declared order', () => {
  expect(names(login(M, 'u', 'p'))).toEqual(['_this', 'userName', 'password', 'locale']);
  expect(names(logUserEvent(M, M, 'text'))).toEqual(['_this', 'entity', 'msg']);
  expect(names(updateServicePolicy(M, 'ntpd', 'on'))).toEqual(['_this', 'id', 'policy']);
  expect(names(updateRuleset(M, 'vic-engine', ALLOWED))).toEqual(['_this', 'id', 'spec']);
  expect(names(createContainerView(M, M, ['A', 'B']))).toEqual(['_this', 'container', 'type', 'type', 'recursive']);
  const retrieve = parseXml(
    retrievePropertiesEx(M, { properties: PROPERTIES, selection: { objects: [M, M] }, pageSize: 7 }).body,
  );
  expect(retrieve.children.map(({ name }) => name)).toEqual(['_this', 'specSet', 'options']);
  const specSet = retrieve.children[1]?.children ?? [];
  expect(specSet.map(({ name }) => name)).toEqual([
    'propSet',
    'objectSet',
    'objectSet',
    'reportMissingObjectsInResults',
  ]);
  expect(specSet[0]?.children.map(({ name }) => name)).toEqual(['type', 'all', 'pathSet', 'pathSet']);
});

test('the objects of a view are found by a typed traversal, the view itself is left out', () => {
  const { body } = retrievePropertiesEx(M, { properties: PROPERTIES, selection: { view: M }, pageSize: 100 });
  const specSet = parseResponse(envelope(body, 'x')).children[1];
  const objectSet = specSet?.children.find(({ name }) => name === 'objectSet');
  expect(objectSet?.children.map(({ name, text }) => [name, text])).toEqual([
    ['obj', 'value-1'],
    ['skip', 'true'],
    ['selectSet', ''],
  ]);
  expect(objectSet?.children[2]).toMatchObject({ xsiType: 'TraversalSpec' });
});

test('a page that found nothing has no objects and no token', () => {
  const { decode } = retrievePropertiesEx(M, { properties: PROPERTIES, selection: { view: M }, pageSize: 100 });
  expect(decode(parseXml('<r/>'))).toEqual({ token: null, objects: [] });
});

test('an option keeps the type that a write would need', () => {
  const answer = parseXml(
    '<r><returnval xsi:type="OptionValue"><key>VMkernel.Boot.iovDisableIR</key><value xsi:type="xsd:boolean">false</value></returnval></r>',
  );
  expect(queryOptions(M, 'x').decode(answer)).toEqual([
    { key: 'VMkernel.Boot.iovDisableIR', type: 'boolean', value: 'false' },
  ]);
});
