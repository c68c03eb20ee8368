import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Pool } from 'undici';
import { makeCertificate } from '../../src/simulator/certificate.ts';
import { Recording } from './recording.ts';

/** A server between a client and the one it means, that writes down what passes. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly certificate: { readonly pem: string; readonly sha256: string };
  readonly recording: Recording;
}

const HOP_BY_HOP = new Set(['connection', 'transfer-encoding', 'keep-alive', 'content-length', 'host']);

function passedOn(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !HOP_BY_HOP.has(name));
  return Object.fromEntries(kept.filter((header): header is [string, string | string[]] => header[1] !== undefined));
}

async function pass(
  upstream: Pool,
  recording: Recording,
  asked: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const body = await buffer(asked);
  const { method = 'GET', url: path = '/', headers } = asked;
  const begun = recording.begin({ method, path, headers, body: body.toString() });
  const options = { path, headers: passedOn(headers), body: method === 'GET' ? null : body };
  const answer = await upstream.request({ ...options, method: method === 'GET' ? 'GET' : 'POST' });
  const content = Buffer.from(await answer.body.arrayBuffer());
  recording.finish(begun, content, answer.headers['content-encoding']?.toString());
  reply.writeHead(answer.statusCode, { ...passedOn(answer.headers), 'content-length': content.length });
  reply.end(content);
}

/** Starts a proxy to the server of that URL, whose certificate is not looked at: it is our own, on this machine. */
export async function startProxy(url: string): Promise<Proxy> {
  const certificate = await makeCertificate();
  const recording = new Recording();
  const upstream = new Pool(new URL(url).origin, { connections: 64, connect: { rejectUnauthorized: false } });
  const server: Server = createServer({ key: certificate.privateKey, cert: certificate.pem }, (asked, reply) => {
    pass(upstream, recording, asked, reply).catch(() => reply.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/sdk`,
    host: `127.0.0.1:${port}`,
    certificate,
    recording,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await upstream.close();
    },
  };
}
