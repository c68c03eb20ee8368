import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Endpoint, STRICT_TRUST } from '../../src/connect/endpoint.ts';
import { openSession } from '../../src/connect/session.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { type Reply, startServer } from './support/server.ts';
import { answer, CREDENTIALS, soap, startVcenter } from './support/vcenter.ts';

async function failure(endpoint: Endpoint): Promise<EsxcheckError> {
  const error = await openSession(endpoint, CREDENTIALS, { random: () => 0 }).catch((thrown: unknown) => thrown);
  if (error instanceof EsxcheckError) return error;
  throw new Error('no EsxcheckError', { cause: error });
}

/** What a session says of an answer to CurrentTime. */
async function said(reply: Reply, more: Partial<Endpoint> = {}): Promise<EsxcheckError> {
  await using vcenter = await startVcenter({ CurrentTime: () => reply });
  await using session = await openSession(vcenter.trusted(more), CREDENTIALS, { random: () => 0 });
  const error = await session.call(currentTime()).catch((thrown: unknown) => thrown);
  if (error instanceof EsxcheckError) return error;
  throw new Error('no EsxcheckError', { cause: error });
}

const NOWHERE: Endpoint = { url: '', host: 'localhost', port: 1, trust: STRICT_TRUST, timeoutMs: 2000 };

test('an unknown name, a closed port: a code and a next step', async () => {
  const unknown = await failure({ ...NOWHERE, host: 'no-such-host.invalid', port: 443 });
  expect([unknown.code, unknown.message]).toEqual(['HOST_NOT_FOUND', expect.stringContaining('no-such-host.invalid')]);
  expect(unknown.details.length).toBeGreaterThan(0);
  expect(unknown.message).toMatch(/name servers? /);
  const refused = await failure(NOWHERE);
  expect([refused.code, refused.message]).toEqual(['CONNECTION_REFUSED', expect.stringContaining('localhost:1')]);
});

test.each([
  [
    'an HTML page',
    { body: '<!DOCTYPE html><html><body>Welcome</body></html>', headers: { 'content-type': 'text/html' } },
  ],
  ['an HTML page that says it is XML', { body: '<html><body>Welcome</body></html>' }],
  ['HTTP 404', { status: 404, body: 'not here' }],
  ['a redirection', { status: 302, headers: { location: 'https://example.invalid/' } }],
  ['plain text', { body: 'hello', headers: { 'content-type': 'text/html; charset=utf-8' } }],
])('a web server that is no vCenter: %s', async (_name, reply) => {
  await using server = await startServer({ respond: () => reply });
  const error = await failure(server.endpoint({ ca: server.certificate.anchor }));
  expect(error.code).toMatch(/NOT_VSPHERE|UNSUPPORTED_API/);
  // The list of versions, and the server's own word for its version.
  expect(server.requests).toBe(2);
});

test('a server that does not speak TLS, one that says nothing, one that hangs up', async () => {
  const manners = {
    NOT_VSPHERE: (socket: { end(text: string): void }) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    TIMEOUT: () => {},
    CONNECTION_LOST: (socket: { end(text: string): void }) => socket.end(''),
  };
  for (const [code, behave] of Object.entries(manners)) {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => behave(socket));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, resolve);
    });
    const { port } = server.address() as AddressInfo;
    expect((await failure({ ...NOWHERE, port, timeoutMs: 400 })).code).toBe(code);
    server.close();
  }
});

test('a server that is starting, or full, is said to be so', async () => {
  await using server = await startServer({ respond: () => ({ status: 503 }) });
  const error = await failure(server.endpoint({ ca: server.certificate.anchor }));
  expect(error.code).toBe('SERVICE_UNAVAILABLE');
  expect(error.details.join(' ')).toContain('limit of sessions');
  expect(server.requests).toBe(3);
});

test('a server that speaks only versions from before 5.0 is named as that', async () => {
  const body =
    '<namespaces version="1.0"><namespace><name>urn:vim25</name><version>4.1</version></namespace></namespaces>';
  await using server = await startServer({ respond: () => ({ body }) });
  expect((await failure(server.endpoint({ ca: server.certificate.anchor }))).code).toBe('UNSUPPORTED_API');
});

test.each([
  [
    'an HTML error page in between',
    { status: 500, body: '<html><p>Oops</html>', headers: { 'content-type': 'text/html' } },
    'NOT_VSPHERE',
  ],
  ['XML that is cut', { body: soap('<CurrentTimeResponse>').slice(0, -30) }, 'UNEXPECTED_ANSWER'],
  ['an empty body', { body: '' }, 'UNEXPECTED_ANSWER'],
  ['an answer without what it must have', answer('CurrentTime'), 'UNEXPECTED_ANSWER'],
  ['an envelope without a body', { body: '<Envelope/>' }, 'NOT_VSPHERE'],
  ['another document type', { body: '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>' }, 'NOT_VSPHERE'],
  ['an unknown compression', { body: 'x', headers: { 'content-encoding': 'br' } }, 'UNEXPECTED_ANSWER'],
  ['compression that is none', { body: 'x', headers: { 'content-encoding': 'gzip' } }, 'UNEXPECTED_ANSWER'],
  [
    'compressed data that is cut',
    { body: gzipSync(soap('<R/>')).subarray(0, 40), headers: { 'content-encoding': 'gzip' } },
    'UNEXPECTED_ANSWER',
  ],
  ['another status', { status: 403 }, 'NOT_VSPHERE'],
])('%s', async (_name, reply, code) => {
  expect((await said(reply)).code).toBe(code);
});

test('an answer beyond the limit is refused while it arrives, compressed or not', async () => {
  const limit = { maxResponseBytes: 1024 * 1024 };
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  expect(bomb.length).toBeLessThan(100_000);
  expect((await said({ body: bomb, headers: { 'content-encoding': 'gzip' } }, limit)).code).toBe('RESPONSE_TOO_LARGE');
  expect((await said({ body: Buffer.alloc(2 * 1024 * 1024, ' ') }, limit)).code).toBe('RESPONSE_TOO_LARGE');
});

test('an answer without an end is left as soon as it is too large', async () => {
  let sent = 0;
  await using vcenter = await startVcenter(
    {},
    {
      respond: (_request, body, response) => {
        if (!body.includes('<CurrentTime')) return { status: 0 };
        const chunk = Buffer.from('<a>some text</a>'.repeat(4096));
        const pump = (): void => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        };
        response.on('drain', pump);
        response.write(soap('').split('</')[0] ?? '');
        pump();
        return 'handled';
      },
    },
  );
  await using session = await openSession(vcenter.trusted({ maxResponseBytes: 4 * 1024 * 1024 }), CREDENTIALS);
  await expect(session.call(currentTime())).rejects.toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
  expect(sent).toBeLessThan(64 * 1024 * 1024);
  expect(vcenter.count('CurrentTime')).toBe(1);
});

test('an answer that trickles is left after the time-out', async () => {
  await using vcenter = await startVcenter(
    {},
    {
      respond: (_request, body, response) => {
        if (!body.includes('<CurrentTime')) return { status: 0 };
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
        return 'handled';
      },
    },
  );
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  await expect(session.call(currentTime(), { timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test('a password that XML cannot carry is refused before anything is sent with it, without being repeated', async () => {
  await using vcenter = await startVcenter();
  const opening = openSession(vcenter.trusted(), { user: 'a', password: 'secret\u0007' });
  await expect(opening).rejects.toMatchObject({
    code: 'ILLEGAL_CHARACTER',
    message: expect.not.stringContaining('secret'),
  });
  expect(vcenter.count('Login')).toBe(0);
});
