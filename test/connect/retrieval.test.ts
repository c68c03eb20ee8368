import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { openSession, type RetrieveRequest, type Session } from '../../src/connect/session.ts';
import { SoapFault } from '../../src/vim/fault.ts';
import type { Reply } from './support/server.ts';
import { answer, type Answer, CREDENTIALS, fault, hosts, soap, startVcenter, type Vcenter } from './support/vcenter.ts';

const PROPERTIES = [{ type: 'HostSystem', paths: ['name'] }];
const VIEW: RetrieveRequest = {
  properties: PROPERTIES,
  view: { container: { type: 'Folder', value: 'group-d1' }, types: ['HostSystem'] },
};

function page(content: string, token?: string): Reply {
  return answer(
    'RetrievePropertiesEx',
    `<returnval>${token === undefined ? '' : `<token>${token}</token>`}${content}</returnval>`,
  );
}

function withheld(host: number): string {
  return `<objects><obj type="HostSystem">host-${host}</obj><missingSet><path>name</path><fault><fault xsi:type="NotAuthenticated"/></fault></missingSet></objects>`;
}

/** Nine hosts on three pages; a token works once. */
function threePages(vcenter: () => Vcenter): Record<string, Answer> {
  const open = new Set<string>();
  const serve = (body: string): Reply => {
    const token = /<token>(.*?)<\/token>/.exec(body)?.[1];
    if (token !== undefined && !open.delete(token)) return fault('InvalidArgument');
    const nth = token === undefined ? 0 : Number(token.split('-')[1]);
    const next = nth < 2 ? `${vcenter().calls.length}-${nth + 1}` : undefined;
    if (next !== undefined) open.add(next);
    return page(hosts(nth * 3 + 1, nth * 3 + 3), next);
  };
  return {
    RetrievePropertiesEx: ({ body }) => serve(body),
    ContinueRetrievePropertiesEx: ({ body }) => serve(body),
    CancelRetrievePropertiesEx: ({ body }) => {
      open.delete(/<token>(.*?)<\/token>/.exec(body)?.[1] ?? '');
      return answer('CancelRetrievePropertiesEx');
    },
  };
}

async function readAll(session: Session, request: RetrieveRequest = VIEW): Promise<string[]> {
  const read: string[] = [];
  for await (const { object, properties, missing } of session.retrieve(request)) {
    read.push(
      `${object.value}:${properties.get('name')?.text ?? [...missing.values()].map(({ type }) => type).join()}`,
    );
  }
  return read;
}

const NINE = Array.from({ length: 9 }, (_, n) => `host-${n + 1}:esx${n + 1}`);

test('every page is followed, each object handed out once, the view destroyed, no token left', async () => {
  const vcenter: Vcenter = await startVcenter(threePages(() => vcenter));
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session)).toEqual(NINE);
  expect(vcenter.count('ContinueRetrievePropertiesEx')).toBe(2);
  expect(vcenter.count('CancelRetrievePropertiesEx')).toBe(0);
  expect(vcenter.count('DestroyView')).toBe(1);
});

test('left early, the token is cancelled and the view destroyed, before the logout and in the same session', async () => {
  const vcenter: Vcenter = await startVcenter(threePages(() => vcenter));
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  for await (const { object } of session.retrieve(VIEW)) if (object.value === 'host-2') break;
  await session.close();
  const last = vcenter.calls.slice(-3);
  expect(last.map(({ method }) => method)).toEqual(['CancelRetrievePropertiesEx', 'DestroyView', 'Logout']);
  expect(new Set(last.map(({ cookie }) => cookie)).size).toBe(1);
});

test('left early, the call is over: its deadline does not keep the program from ending', async () => {
  const timeoutMs = 12_345;
  using begun = vi.spyOn(globalThis, 'setTimeout');
  using ended = vi.spyOn(globalThis, 'clearTimeout');
  const vcenter: Vcenter = await startVcenter(threePages(() => vcenter));
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted({ timeoutMs }), CREDENTIALS);
  for await (const { object } of session.retrieve(VIEW)) if (object.value === 'host-1') break;
  const deadlines = begun.mock.results.filter((_result, i) => begun.mock.calls[i]?.[1] === timeoutMs);
  const cleared = new Set<unknown>(ended.mock.calls.map(([timer]) => timer));
  expect(deadlines.length).toBeGreaterThan(3);
  expect(deadlines.filter(({ value }) => !cleared.has(value))).toEqual([]);
});

test('aborted in the middle of a page, token, view and session are given back', async () => {
  const [head = ''] = soap(`<R><returnval><token>t-1</token>${hosts(1, 2)}`).split('</soapenv:Body>');
  await using vcenter = await startVcenter(
    {},
    {
      respond: (_request, body, response) => {
        if (!body.includes('<RetrievePropertiesEx')) return { status: 0 };
        response.writeHead(200, { 'content-type': 'text/xml' }).write(head);
        return 'handled';
      },
    },
  );
  const controller = new AbortController();
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { signal: controller.signal });
  const read: string[] = [];
  const reading = (async () => {
    for await (const { object } of session.retrieve(VIEW)) read.push(object.value);
  })();
  reading.catch(() => {});
  await vi.waitFor(() => expect(read).toEqual(['host-1', 'host-2']));
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await session.close();
  expect(vcenter.calls.slice(-3).map(({ method }) => method)).toEqual([
    'CancelRetrievePropertiesEx',
    'DestroyView',
    'Logout',
  ]);
  expect(vcenter.calls.at(-3)?.body).toContain('<token>t-1</token>');
  expect(vcenter.sessions.size).toBe(0);
});

test('closed without waiting for a reader, the session still gives back token and view first', async () => {
  const vcenter: Vcenter = await startVcenter(threePages(() => vcenter));
  await using _ = vcenter;
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  const iterator = session.retrieve(VIEW)[Symbol.asyncIterator]();
  await iterator.next();
  const left = iterator.return?.();
  await session.close();
  await left;
  expect(vcenter.calls.slice(-3).map(({ method }) => method)).toEqual([
    'CancelRetrievePropertiesEx',
    'DestroyView',
    'Logout',
  ]);
});

test('an expired session that shows as HTTP 500: logged in again, resumed without gaps and without repeats', async () => {
  const pages = threePages(() => vcenter);
  const vcenter: Vcenter = await startVcenter({
    ...pages,
    ContinueRetrievePropertiesEx: async (call) => {
      if (call.nth !== 1) return (pages['ContinueRetrievePropertiesEx'] ?? (() => page('')))(call);
      vcenter.sessions.clear();
      return fault('NotAuthenticated');
    },
  });
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session)).toEqual(NINE);
  expect(vcenter.count('Login')).toBe(2);
  expect(vcenter.count('CreateContainerView')).toBe(2);
});

test('an expired session that shows as withheld properties under HTTP 200: the same', async () => {
  const pages = threePages(() => vcenter);
  const vcenter: Vcenter = await startVcenter({
    ...pages,
    ContinueRetrievePropertiesEx: async (call) => {
      if (call.nth !== 0) return (pages['ContinueRetrievePropertiesEx'] ?? (() => page('')))(call);
      vcenter.sessions.clear();
      return page(hosts(4, 4) + withheld(5) + withheld(6), 'dead');
    },
  });
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session)).toEqual(NINE);
  expect(vcenter.count('Login')).toBe(2);
});

test('an expired session that shows as a lost view: the same', async () => {
  const pages = threePages(() => vcenter);
  const vcenter: Vcenter = await startVcenter({
    ...pages,
    RetrievePropertiesEx: async (call) => {
      if (call.nth !== 0) return (pages['RetrievePropertiesEx'] ?? (() => page('')))(call);
      vcenter.sessions.clear();
      return fault('ManagedObjectNotFound', '<obj type="ContainerView">session[1]view-0</obj>');
    },
  });
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session)).toEqual(NINE);
  expect(vcenter.count('Login')).toBe(2);
});

test('properties that stay withheld after a login are handed out as what they are, and the others are read', async () => {
  const all = hosts(1, 2) + withheld(3) + withheld(4) + hosts(5, 5);
  await using vcenter = await startVcenter({ RetrievePropertiesEx: () => page(all) });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  const expected = ['host-1:esx1', 'host-2:esx2', 'host-3:NotAuthenticated', 'host-4:NotAuthenticated', 'host-5:esx5'];
  expect(await readAll(session)).toEqual(expected);
  expect(await readAll(session)).toEqual(expected);
  expect(vcenter.count('Login')).toBe(2);
  await session.close();
  expect(vcenter.sessions.size).toBe(0);
});

test('a fault that stays after a login ends the retrieval, without a loop', async () => {
  await using vcenter = await startVcenter({ RetrievePropertiesEx: () => fault('NotAuthenticated') });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(readAll(session)).rejects.toBeInstanceOf(SoapFault);
  await expect(readAll(session)).rejects.toBeInstanceOf(SoapFault);
  expect(vcenter.count('Login')).toBe(2);
});

test('a view that is lost again and again ends the retrieval, without a loop', async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: ({ body }) =>
      fault('ManagedObjectNotFound', `<obj type="ContainerView">${/session\[1\]view-\d+/.exec(body)?.[0] ?? ''}</obj>`),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(readAll(session)).rejects.toBeInstanceOf(SoapFault);
  expect(vcenter.count('Login')).toBe(2);
});

test('a connection that breaks in the middle of a page: read again from the start, nothing handed out twice', async () => {
  const pages = threePages(() => vcenter);
  const vcenter: Vcenter = await startVcenter({
    ...pages,
    ContinueRetrievePropertiesEx: async (call) => {
      if (call.nth !== 0) return (pages['ContinueRetrievePropertiesEx'] ?? (() => page('')))(call);
      const text = page(hosts(4, 6), 'x').body?.toString() ?? '';
      return { body: text.slice(0, text.indexOf('host-6')), cut: true };
    },
  });
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session)).toEqual(NINE);
  expect(vcenter.count('Login')).toBe(1);
});

test('a connection that breaks every time ends the retrieval', async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: () => ({ body: '<?xml version="1.0"?><a', cut: true }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { random: () => 0 });
  await expect(readAll(session)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(vcenter.count('RetrievePropertiesEx')).toBe(4);
});

test('XML that is cut, though the connection is not, is an error and no end of the list', async () => {
  const whole = page(hosts(1, 3)).body?.toString() ?? '';
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: () => ({ body: whole.slice(0, whole.indexOf('host-3')) }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(readAll(session)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
});

test('objects that were named are asked for by hundreds; one that vanished is handed out as missing', async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: ({ body }) => {
      const named = [...body.matchAll(/host-(\d+)</g)].map((match) => Number(match[1]));
      expect(named.length).toBeLessThanOrEqual(100);
      if (named.includes(7)) return fault('ManagedObjectNotFound', '<obj type="HostSystem">host-7</obj>');
      return page(named.map((host) => hosts(host, host)).join(''));
    },
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  const objects = Array.from({ length: 250 }, (_unused, n) => ({ type: 'HostSystem', value: `host-${n + 1}` }));
  const read = await readAll(session, { properties: PROPERTIES, objects });
  expect(read).toHaveLength(250);
  expect(read).toContain('host-7:ManagedObjectNotFound');
  expect(read).toContain('host-250:esx250');
  expect(vcenter.count('Login')).toBe(1);
});

test('a wrong property path is a fault for the caller, tried once', async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: () => fault('InvalidProperty', '<name>config.x</name>'),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(readAll(session)).rejects.toMatchObject({ fault: { type: 'InvalidProperty' } });
  expect(vcenter.count('RetrievePropertiesEx')).toBe(1);
});

test('compressed pages are read like others', async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: () => ({
      body: gzipSync(page(hosts(1, 500)).body ?? ''),
      headers: { 'content-encoding': 'gzip' },
    }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(await readAll(session)).toHaveLength(500);
  expect(session.traffic.bytesDecoded).toBeGreaterThan(4 * session.traffic.bytesReceived);
  expect(vcenter.calls.at(-2)?.headers['accept-encoding']).toBe('gzip');
});

test('a slow reader does not run into the time-out: only waiting for the server counts', async () => {
  const vcenter: Vcenter = await startVcenter(threePages(() => vcenter));
  await using _ = vcenter;
  await using session = await openSession(vcenter.trusted({ timeoutMs: 300 }), CREDENTIALS);
  let read = 0;
  for await (const content of session.retrieve(VIEW)) {
    read += content.properties.size;
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
  }
  expect(read).toBe(9);
});
