import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Endpoint, STRICT_TRUST, type Trust } from '../../../src/connect/endpoint.ts';
import { makeCertificate, type TestCertificate } from './certificates.ts';

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sends the body, and then breaks the connection instead of ending the answer. */
  readonly cut?: boolean;
}

export type Respond = (
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
) => Promise<Reply | 'handled'> | Reply | 'handled';

export interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly certificate: TestCertificate;
  /** Bytes of application data received, over all connections. */
  bytesReceived: number;
  connections: number;
  requests: number;
  readonly handshakes: { readonly resumed: boolean }[];
  /** Shows another certificate from now on, to new connections. */
  show(certificate: TestCertificate): void;
  endpoint(trust?: Partial<Trust>, more?: Partial<Endpoint>): Endpoint;
}

export interface ServerSetup {
  readonly respond: Respond;
  readonly certificate?: TestCertificate;
  readonly tls?: ServerOptions;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status ?? 200, { 'content-type': 'text/xml; charset=utf-8', ...reply.headers });
  if (reply.cut !== true) response.end(reply.body ?? '');
  else response.write(reply.body ?? '', () => response.destroy());
}

/** A real HTTPS server on a free port of the loopback interface. */
export async function startServer({ respond, certificate, tls }: ServerSetup): Promise<TestServer> {
  const own = certificate ?? (await makeCertificate());
  const server = createServer({ cert: own.cert, key: own.key, ...tls });
  const sockets = new Set<Duplex>();
  const running: TestServer = {
    port: 0,
    certificate: own,
    bytesReceived: 0,
    connections: 0,
    requests: 0,
    handshakes: [],
    show: (other) => server.setSecureContext({ cert: other.cert, key: other.key }),
    endpoint: (trust = {}, more = {}) => ({
      url: `https://localhost:${(server.address() as AddressInfo).port}/sdk`,
      host: 'localhost',
      port: (server.address() as AddressInfo).port,
      trust: { ...STRICT_TRUST, ...trust },
      timeoutMs: 10_000,
      ...more,
    }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket) => {
    running.connections += 1;
    running.handshakes.push({ resumed: socket.isSessionReused() });
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      running.bytesReceived += chunk.length;
    });
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    running.requests += 1;
    bodyOf(request)
      .then((body) => respond(request, body, response))
      .then((reply) => (reply === 'handled' ? undefined : send(response, reply)))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  return Object.assign(running, { port: (server.address() as AddressInfo).port });
}
