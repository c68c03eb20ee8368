import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { postWebhook } from '../../src/notify/webhook.ts';

const SECRET = 'T000/B000/secret';
const FAST = { pauses: [5, 5], timeoutMs: 300, signal: new AbortController().signal };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server that answers each request as the next of these says, the last one for ever. */
async function serverOf(...answers: readonly Answer[]) {
  const bodies: string[] = [];
  let count = 0;
  const server: Server = createServer((request, response) => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    void (async () => {
      bodies.push(await text(request));
      answer?.(request, response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/services/${SECRET}`, bodies, host: `127.0.0.1:${port}` };
}

/** Where nobody listens any more. */
async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end('x'.repeat(10));

test('is posted once where it is taken', async () => {
  const { url, bodies, host } = await serverOf(status(200));
  const delivery = await postWebhook({ url, payload: { a: 'ü' } }, FAST);
  expect(delivery).toEqual({ channel: `webhook ${host}`, attempts: 1, error: null });
  expect(bodies).toEqual(['{"a":"ü"}']);
});

test.each([500, 503, 429])('is tried again after HTTP %i', async (code) => {
  const { url, bodies } = await serverOf(status(code), status(204));
  expect(await postWebhook({ url, payload: {} }, FAST)).toMatchObject({ attempts: 2, error: null });
  expect(bodies).toHaveLength(2);
});

test.each([400, 403, 404, 410])('is not tried again after HTTP %i', async (code) => {
  const { url, bodies } = await serverOf(status(code));
  const delivery = await postWebhook({ url, payload: {} }, FAST);
  expect(delivery).toMatchObject({ attempts: 1, error: `it answered with HTTP ${code}` });
  expect(bodies).toHaveLength(1);
});

test('a redirect is not followed: the payload is for this server alone', async () => {
  const other = await serverOf(status(200));
  const { url } = await serverOf(status(307, { location: other.url }));
  expect(await postWebhook({ url, payload: {} }, FAST)).toMatchObject({
    attempts: 1,
    error: 'it answered with HTTP 307',
  });
  expect(other.bodies).toEqual([]);
});

test('a server that hangs, that is dead or that talks without end is given up', async () => {
  const hanging = await serverOf(() => undefined);
  const endless = await serverOf((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => clearInterval(timer));
  });
  expect(await postWebhook({ url: hanging.url, payload: {} }, FAST)).toMatchObject({ attempts: 3 });
  expect((await postWebhook({ url: await deadUrl(), payload: {} }, FAST)).error).toContain('ECONNREFUSED');
  expect(await postWebhook({ url: endless.url, payload: {} }, FAST)).toMatchObject({ attempts: 1, error: null });
});

test('nothing that is told holds the path of the address', async () => {
  for (const answer of [status(404), status(500), () => undefined]) {
    const { url } = await serverOf(answer);
    expect(JSON.stringify(await postWebhook({ url, payload: {} }, FAST))).not.toContain('secret');
  }
});

test('an address with an account in it is refused, and not told', async () => {
  const delivery = await postWebhook({ url: 'https://bot:hunter2@127.0.0.1/x', payload: {} }, FAST);
  expect(delivery).toMatchObject({ attempts: 1, error: 'its address holds a user name or a password' });
  expect(JSON.stringify(delivery)).not.toContain('hunter2');
});
