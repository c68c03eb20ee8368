import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerCertificate } from '../certificate.ts';
import { versionsDocument } from './versions-document.ts';
import { serveSdk, type Sdk } from './sdk.ts';
import { wsdlDocument } from './wsdl.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate: ServerCertificate;
  /** Only TLS 1.0, with the ciphers of its time. */
  readonly legacyTls: boolean;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Shows another certificate to everyone who connects from now on. */
  present(certificate: ServerCertificate): void;
  /** Ends every connection at once, whatever state it is in. */
  close(): Promise<void>;
}

const LARGEST_REQUEST = 16 * 1024 * 1024;
const LEGACY: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };

/** Starts to listen; resolves with the port it got. */
export async function listen(sdk: Sdk, { host, port, certificate, legacyTls }: ListenOptions): Promise<Listening> {
  const server = createServer(
    {
      ...identityOf(certificate),
      ...(legacyTls ? LEGACY : {}),
    },
    (incoming, outgoing) => {
      void handle(sdk, incoming, outgoing);
    },
  );
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', () => {
    sdk.counters.connections += 1;
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  const present = (other: ServerCertificate): void => server.setSecureContext(identityOf(other));
  return { port: (server.address() as AddressInfo).port, present, close };
}

function identityOf({ privateKey, pem, authority }: ServerCertificate): {
  readonly key: string;
  readonly cert: string;
} {
  return { key: privateKey, cert: authority === null ? pem : `${pem.trim()}\n${authority}` };
}

/** A bug in the simulator shows as HTTP 500 with its stack, so that the test which met it can tell. */
async function handle(sdk: Sdk, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    await route(sdk, incoming, outgoing);
  } catch (error) {
    if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' });
    outgoing.end(error instanceof Error ? error.stack : String(error));
  }
}

async function route(sdk: Sdk, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (sdk.world.away) {
    incoming.socket.destroy();
    return;
  }
  const { pathname } = new URL(incoming.url ?? '/', 'https://localhost');
  if (incoming.method === 'GET') return serveDocument(pathname, sdk, incoming, outgoing);
  if (incoming.method !== 'POST' || !/^\/sdk(\/vimService(\.wsdl)?)?$/.test(pathname)) return refuse(outgoing, 404);
  const body = await readBody(incoming, sdk);
  if (body === null) return refuse(outgoing, 413);
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  await serveSdk(sdk, { incoming, outgoing, signal: gone.signal }, body);
}

function serveDocument(path: string, { world }: Sdk, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const document = documentAt(path, world.estate.apiVersion, incoming.headers.host ?? 'localhost');
  if (document === null) return refuse(outgoing, path === '/sdk' ? 405 : 404);
  outgoing.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-cache' });
  outgoing.end(document);
}

function documentAt(path: string, apiVersion: string, host: string): string | null {
  if (path === '/sdk/vimServiceVersions.xml') return versionsDocument(apiVersion);
  return path === '/sdk/vimService.wsdl' ? wsdlDocument(`https://${host}/sdk/vimService`) : null;
}

function refuse(outgoing: ServerResponse, status: number): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain' });
  outgoing.end();
}

/** The text of a request; null when it is too large. */
async function readBody(incoming: IncomingMessage, { counters }: Sdk): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += (chunk as Buffer).length;
    if (length > LARGEST_REQUEST) return null;
    chunks.push(chunk as Buffer);
  }
  counters.bytesReceived += length;
  return Buffer.concat(chunks).toString('utf8');
}
