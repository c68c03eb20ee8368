import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import { scalarOf } from '../../src/vim/esxcli.ts';
import { SoapFault } from '../../src/vim/fault.ts';
import { executeSoap } from '../../src/vim/methods/esxcli.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { answer, CREDENTIALS, fault, hosts, startVcenter } from './support/vcenter.ts';

const EXECUTER = { type: 'ReflectManagedMethodExecuter', value: 'x-1' };
const COMMAND = executeSoap(EXECUTER, { words: ['network', 'firewall', 'get'], arguments: {} });
const TRUE = '<returnval><response>&lt;obj xsi:type="xsd:boolean"&gt;true&lt;/obj&gt;</response></returnval>';

test('a session negotiates, logs in, calls with the cookie as it was set, and logs out', async () => {
  await using vcenter = await startVcenter();
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(session.apiVersion).toBe('8.0.3.0');
  expect(session.content.about.instanceUuid).toBe('61f12cb6');
  expect(await session.call(currentTime())).toBe('2026-01-02T03:10:00.1Z');
  await session.close();
  expect(vcenter.calls.map((call) => call.method)).toEqual([
    'RetrieveServiceContent',
    'Login',
    'CurrentTime',
    'Logout',
  ]);
  expect(vcenter.calls.at(-1)?.cookie).toBe('vmware_soap_session="c000"');
  expect(vcenter.calls[2]?.headers['soapaction']).toBe('"urn:vim25/8.0.3.0"');
  expect(vcenter.sessions.size).toBe(0);
  expect(session.traffic).toMatchObject({ calls: 4, logins: 1 });
});

test('every call has an operation id of its own', async () => {
  await using vcenter = await startVcenter();
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  await session.close();
  const ids = vcenter.calls.map(({ body }) => /<operationID>(esxcheck-[0-9a-f]{8}-\d+)<\/operationID>/.exec(body)?.[1]);
  expect(new Set(ids).size).toBe(3);
  expect(ids).not.toContain(undefined);
});

test('a refused password is tried once, named as what it may be, and leaves nothing open', async () => {
  await using vcenter = await startVcenter({ Login: () => fault('InvalidLogin') });
  const failure = await openSession(vcenter.trusted(), CREDENTIALS).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'INVALID_LOGIN', message: expect.stringContaining('scan@vsphere.local') });
  expect(inspect(failure)).toMatch(/federation.*MFA.*local service account/);
  expect(inspect(failure)).toMatch(/lock/);
  expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toMatch(/word>|word&gt;/);
  expect(vcenter.count('Login')).toBe(1);
});

test('a login whose connection breaks is not repeated', async () => {
  await using vcenter = await startVcenter({ Login: () => ({ body: '<', cut: true }) });
  await expect(openSession(vcenter.trusted(), CREDENTIALS)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(vcenter.count('Login')).toBe(1);
});

test('a cookie that is set again replaces the old one', async () => {
  await using vcenter = await startVcenter({
    CurrentTime: ({ nth }) => {
      if (nth > 0) return answer('CurrentTime', '<returnval>later</returnval>');
      vcenter.sessions.add('vmware_soap_session="new"');
      return {
        ...answer('CurrentTime', '<returnval>now</returnval>'),
        headers: { 'set-cookie': 'other=1; vmware_soap_session="new"; Path=/'.slice(9) },
      };
    },
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await session.call(currentTime());
  await session.call(currentTime());
  expect(vcenter.calls.at(-1)?.cookie).toBe('vmware_soap_session="new"');
});

test('an expired session is renewed once for all calls that notice, and each gets its answer', async () => {
  await using vcenter = await startVcenter({ ExecuteSoap: () => answer('ExecuteSoap', TRUE) });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  vcenter.sessions.clear();
  const answers = await Promise.all(Array.from({ length: 8 }, () => session.call(COMMAND)));
  expect(answers.map(scalarOf)).toEqual(Array.from({ length: 8 }, () => 'true'));
  expect(vcenter.count('Login')).toBe(2);
  await session.close();
  expect(vcenter.sessions.size).toBe(0);
});

test('a call that stays refused after a login is its own trouble: an error for each, and no further login', async () => {
  await using vcenter = await startVcenter({ ExecuteSoap: () => fault('NotAuthenticated') });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  for (let host = 0; host < 10; host += 1) {
    const failure = await session.call(COMMAND).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SoapFault);
    await session.call(currentTime());
  }
  await Promise.allSettled(Array.from({ length: 10 }, () => session.call(COMMAND)));
  expect(vcenter.count('Login')).toBe(2);
  await session.close();
  expect(vcenter.sessions.size).toBe(0);
});

test('after a login in vain, a session that really ends is still renewed', async () => {
  await using vcenter = await startVcenter({ ExecuteSoap: () => fault('NotAuthenticated') });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await session.call(COMMAND).catch(() => {});
  await session.call(currentTime());
  vcenter.sessions.clear();
  expect(await session.call(currentTime())).toMatch(/^2026/);
  expect(vcenter.count('Login')).toBe(3);
});

test('a server that forgets every login at once is not asked for ever', async () => {
  await using vcenter = await startVcenter({
    Login: ({ nth }) => ({ ...answer('Login'), headers: { 'set-cookie': `vmware_soap_session=${nth}` } }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => session.call(COMMAND)));
  await session.call(COMMAND).catch(() => {});
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(vcenter.count('Login')).toBe(2);
});

test('credentials that are refused on the way are never sent again', async () => {
  await using vcenter = await startVcenter({
    Login: ({ nth }) => {
      if (nth > 0) return fault('InvalidLogin');
      vcenter.sessions.add('vmware_soap_session=1');
      return { ...answer('Login'), headers: { 'set-cookie': 'vmware_soap_session=1; HttpOnly' } };
    },
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  vcenter.sessions.clear();
  for (let call = 0; call < 3; call += 1) {
    await expect(session.call(COMMAND)).rejects.toMatchObject({ code: 'INVALID_LOGIN' });
  }
  expect(vcenter.count('Login')).toBe(2);
});

test('a read is repeated when the server is not ready or the connection breaks; three times and no more', async () => {
  await using vcenter = await startVcenter({
    CurrentTime: ({ nth }) => {
      if (nth === 0) return { status: 503, body: '<html>busy</html>' };
      return nth === 1 ? { body: '<?xml', cut: true } : answer('CurrentTime', '<returnval>now</returnval>');
    },
    ExecuteSoap: () => ({ status: 502 }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await session.call(currentTime())).toBe('now');
  await expect(session.call(COMMAND)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(vcenter.count('ExecuteSoap')).toBe(3);
});

test('a write is never repeated', async () => {
  await using vcenter = await startVcenter({
    ExecuteSoap: ({ nth }) => (nth === 0 ? { status: 503 } : { body: '<', cut: true }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { writes: true });
  const write = executeSoap(EXECUTER, { words: ['system', 'settings', 'kernel', 'set'], arguments: { setting: 'a' } });
  await expect(session.call(write)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expect(session.call(write)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(vcenter.count('ExecuteSoap')).toBe(2);
});

test('a server that hangs is left after the time-out, and logged out from all the same', async () => {
  await using vcenter = await startVcenter({ ExecuteSoap: () => 'handled' });
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(session.call(COMMAND, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  await session.close();
  expect(vcenter.count('ExecuteSoap')).toBe(1);
  expect(vcenter.sessions.size).toBe(0);
});

test('an abort ends what is in flight at once, and the logout still happens', async () => {
  await using vcenter = await startVcenter({ ExecuteSoap: () => 'handled' });
  const controller = new AbortController();
  const session = await openSession(vcenter.trusted(), CREDENTIALS, { signal: controller.signal });
  const call = session.call(COMMAND);
  await vi.waitFor(() => expect(vcenter.count('ExecuteSoap')).toBe(1));
  controller.abort();
  await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await expect(session.call(currentTime())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await session.close();
  await session.close();
  expect(vcenter.count('Logout')).toBe(1);
  expect(vcenter.sessions.size).toBe(0);
});

test('an abort during the login ends the opening, and a login that succeeds meanwhile is undone', async () => {
  const controller = new AbortController();
  let letIn: (() => void) | undefined;
  await using vcenter = await startVcenter({
    Login: async () => {
      await new Promise<void>((resolve) => {
        letIn = resolve;
      });
      vcenter.sessions.add('vmware_soap_session=late');
      return { ...answer('Login'), headers: { 'set-cookie': 'vmware_soap_session=late' } };
    },
  });
  const opening = openSession(vcenter.trusted(), CREDENTIALS, { signal: controller.signal });
  opening.catch(() => {});
  await vi.waitFor(() => expect(vcenter.count('Login')).toBe(1));
  controller.abort();
  letIn?.();
  await expect(opening).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(vcenter.sessions.size).toBe(0);
});

test(
  'closing is bounded in time when the server no longer answers, and never throws',
  { timeout: 15_000 },
  async () => {
    await using vcenter = await startVcenter({ Logout: () => 'handled' });
    const session = await openSession(vcenter.trusted(), CREDENTIALS);
    const startedAt = performance.now();
    await session.close();
    expect(performance.now() - startedAt).toBeLessThan(7000);
  },
);

test('a closed session makes no call and logs in no more', async () => {
  await using vcenter = await startVcenter();
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  await session.close();
  await expect(session.call(currentTime())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(vcenter.calls.at(-1)?.method).toBe('Logout');
  expect(vcenter.sessions.size).toBe(0);
});

test('a view or token that the server will not take back does not cost the logout', { timeout: 15_000 }, async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: () => answer('RetrievePropertiesEx', `<returnval><token>t</token>${hosts(1, 2)}</returnval>`),
    CancelRetrievePropertiesEx: () => 'handled',
  });
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  const view = { container: { type: 'Folder', value: 'group-d1' }, types: ['HostSystem'] };
  const properties = [{ type: 'HostSystem', paths: ['name'] }];
  await session.retrieve({ properties, view })[Symbol.asyncIterator]().next();
  await session.close();
  expect(vcenter.count('Logout')).toBe(1);
  expect(vcenter.sessions.size).toBe(0);
});

test('a server whose service content is a fault is no vCenter', async () => {
  await using vcenter = await startVcenter({ RetrieveServiceContent: () => fault('MethodNotFound') });
  await expect(openSession(vcenter.trusted(), CREDENTIALS)).rejects.toMatchObject({ code: 'NOT_VSPHERE' });
});

test('a session that is idle is kept alive', async () => {
  await using vcenter = await startVcenter();
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { keepAliveMs: 20 });
  await vi.waitFor(() => expect(vcenter.count('CurrentTime')).toBeGreaterThan(1));
  await session.close();
  const beats = vcenter.count('CurrentTime');
  expect(session.traffic.byMethod.get('CurrentTime')).toBeGreaterThanOrEqual(beats);
});

test('forty calls at a time work, and share connections', async () => {
  await using vcenter = await startVcenter();
  await using session = await openSession({ ...vcenter.trusted(), maxCalls: 8 }, CREDENTIALS);
  await Promise.all(Array.from({ length: 40 }, () => session.call(currentTime())));
  expect(vcenter.connections).toBeLessThanOrEqual(25);
});
