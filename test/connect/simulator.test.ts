import { expect, test } from 'vitest';
import { type Endpoint, STRICT_TRUST, type Trust } from '../../src/connect/endpoint.ts';
import { openSession, type RetrieveRequest, type Session } from '../../src/connect/session.ts';
import { generateEstate } from '../../src/simulator/estate.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { fieldOf, listOf } from '../../src/vim/esxcli.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../../src/vim/methods/esxcli.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import type { ObjectContent } from '../../src/vim/object-content.ts';

const CREDENTIALS = { user: 'administrator@vsphere.local', password: 'demo' };
const HOSTS = 250;

function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  return startSimulator({ estate: generateEstate({ hosts: HOSTS }), ...options });
}

function endpointOf({ url, host, port, certificate }: Simulator, trust: Partial<Trust> = {}): Endpoint {
  const pinned = { ...STRICT_TRUST, thumbprints: [certificate.sha256], ...trust };
  return { url, host, port, trust: pinned, timeoutMs: 10_000 };
}

function allHosts(session: Session): RetrieveRequest {
  const view = { container: session.content.rootFolder, types: ['HostSystem'] };
  return { properties: [{ type: 'HostSystem', paths: ['name', 'summary.hardware'] }], view };
}

async function readAll(session: Session): Promise<ObjectContent[]> {
  const contents: ObjectContent[] = [];
  for await (const content of session.retrieve(allHosts(session))) contents.push(content);
  return contents;
}

function distinctNames(contents: readonly ObjectContent[]): number {
  return new Set(contents.map(({ properties }) => properties.get('name')?.text)).size;
}

async function nothingIsLeft(session: Session, simulator: Simulator): Promise<void> {
  await session.close();
  expect(simulator.openSessions).toBe(0);
  expect(simulator.openTokens).toBe(0);
}

test.each([{ gzip: true }, { gzip: false }, { foreignPrefix: true }, { pageSize: 7 }])(
  'all hosts are read over all pages, and nothing is left behind: %o',
  async (options) => {
    await using simulator = await start(options);
    const session = await openSession(endpointOf(simulator), CREDENTIALS);
    const contents = await readAll(session);
    expect([contents.length, distinctNames(contents)]).toEqual([HOSTS, HOSTS]);
    await nothingIsLeft(session, simulator);
  },
);

test.each(['fault', 'missing', 'view'] as const)(
  'a session that expires in the middle of the pages, showing it as %s, costs one login and no host',
  async (face) => {
    await using simulator = await start({ pageSize: 20 });
    const session = await openSession(endpointOf(simulator), CREDENTIALS);
    const method = face === 'view' ? 'RetrievePropertiesEx' : 'ContinueRetrievePropertiesEx';
    simulator.disturb({ kind: 'expire', face, method, after: face === 'view' ? 0 : 3 });
    const contents = await readAll(session);
    expect([contents.length, distinctNames(contents)]).toEqual([HOSTS, HOSTS]);
    expect(contents.every(({ missing }) => missing.size === 0)).toBe(true);
    expect(simulator.logins).toBe(2);
    await nothingIsLeft(session, simulator);
  },
);

test.each(['drop', 'unavailable'] as const)('%s in the middle of the pages costs no host', async (kind) => {
  await using simulator = await start({ pageSize: 20 });
  const session = await openSession(endpointOf(simulator), CREDENTIALS);
  simulator.disturb({ kind, method: 'ContinueRetrievePropertiesEx', after: 3 });
  expect(distinctNames(await readAll(session))).toBe(HOSTS);
  expect(simulator.logins).toBe(1);
  await session.close();
  expect(simulator.openSessions).toBe(0);
});

test.each([
  ['cut', 'UNEXPECTED_ANSWER'],
  ['html', 'NOT_VSPHERE'],
  ['garbage', 'UNEXPECTED_ANSWER'],
  ['huge', 'RESPONSE_TOO_LARGE'],
] as const)('an answer that is %s is %s', async (kind, code) => {
  await using simulator = await start();
  const endpoint = { ...endpointOf(simulator), maxResponseBytes: 8 * 1024 * 1024 };
  await using session = await openSession(endpoint, CREDENTIALS);
  simulator.disturb({ kind, method: 'CurrentTime', times: null });
  await expect(session.call(currentTime())).rejects.toMatchObject({ code });
});

test('a kernel setting is read in two calls', async () => {
  await using simulator = await start();
  await using session = await openSession(endpointOf(simulator), CREDENTIALS);
  const [first] = await readAll(session);
  if (first === undefined) throw new Error('no host');
  const calls = session.traffic.calls;
  const executer = await session.call(retrieveManagedMethodExecuter(first.object));
  if (executer === null) throw new Error('no executer');
  const command = { words: ['system', 'settings', 'kernel', 'list'], arguments: { option: 'iovDisableIR' } };
  const rows = listOf(await session.call(executeSoap(executer, command)));
  expect(rows.map((row) => fieldOf(row, 'Name'))).toEqual(['iovDisableIR']);
  expect(session.traffic.calls - calls).toBe(2);
});

test('a wrong password is tried once', async () => {
  await using simulator = await start();
  const opening = openSession(endpointOf(simulator), { ...CREDENTIALS, password: 'no' });
  await expect(opening).rejects.toMatchObject({ code: 'INVALID_LOGIN' });
  expect(simulator.refusedLogins).toBe(1);
});

test('a simulator with TLS 1.0 alone is reached with legacyTls alone', async () => {
  await using simulator = await start({ legacyTls: true });
  await expect(openSession(endpointOf(simulator), CREDENTIALS)).rejects.toMatchObject({ code: 'TLS_TOO_OLD' });
  await using session = await openSession(endpointOf(simulator, { legacyTls: true }), CREDENTIALS);
  expect(session.content.about.apiType).toBe('VirtualCenter');
});

test.each(['cut', 'silent'] as const)('a login whose answer is %s after its head leaves no session', async (kind) => {
  await using vcenter = await start();
  vcenter.disturb({ kind, method: 'Login' });
  const endpoint = { ...endpointOf(vcenter), timeoutMs: 1000 };
  await expect(openSession(endpoint, CREDENTIALS)).rejects.toMatchObject({ name: 'EsxcheckError' });
  expect(vcenter.logins).toBe(1);
  expect(vcenter.openSessions).toBe(0);
});
