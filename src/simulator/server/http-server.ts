import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { basename } from 'node:path';
import type { ServerCertificate } from '../certificate.ts';
import type { Trouble } from '../estate/trouble.ts';
import type { RestForm } from '../rest/operations.ts';
import { versionsUpTo } from '../wire/versions.ts';
import { serveBundle } from './bundle.ts';
import { restFormOf, serveRest } from '../rest/serve.ts';
import { ERROR_PAGE } from './disturbance.ts';
import { httpsServer, listenAt, type Listening } from './https-listener.ts';
import { type Sdk, serveSdk } from './sdk.ts';
import { wsdlDocument } from './wsdl.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate: ServerCertificate;
  /** Only TLS 1.0, with the ciphers of its time. */
  readonly legacyTls: boolean;
}

const LARGEST_REQUEST = 16 * 1024 * 1024;
const LEGACY: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };

/** Starts to listen; resolves with the port it got. */
export function listen(sdk: Sdk, { host, port, certificate, legacyTls }: ListenOptions): Promise<Listening> {
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => void handle(sdk, incoming, outgoing);
  const server = httpsServer(certificate, onRequest, legacyTls ? LEGACY : {});
  server.on('secureConnection', () => {
    sdk.counters.connections += 1;
  });
  return listenAt(server, { host, port });
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
  const form = restFormOf(pathname);
  if (form !== null) return serveRestRequest(sdk, incoming, outgoing, form);
  if (incoming.method === 'GET') return serveDocument(pathname, sdk, incoming, outgoing);
  if (incoming.method !== 'POST' || !/^\/sdk(\/vimService(\.wsdl)?)?$/.test(pathname)) return refuse(outgoing, 404);
  const body = await readBody(incoming, sdk);
  if (body === null) return refuse(outgoing, 413);
  await serveSdk(sdk, { incoming, outgoing, signal: goneSignal(outgoing) }, body);
}

async function serveRestRequest(
  sdk: Sdk,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  form: RestForm,
): Promise<void> {
  const body = await readBody(incoming, sdk);
  if (body === null) return refuse(outgoing, 413);
  await serveRest(sdk, { incoming, outgoing, signal: goneSignal(outgoing) }, form, body);
}

/** Given when the client gives up. */
function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

function serveDocument(
  path: string,
  { world, disturbances }: Sdk,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  // A vCenter has no bundles: they lie on the hosts.
  if (world.estate.kind === 'esxi' && /^(\/moved)?\/downloads\//.test(path)) {
    return serveBundle(world, incoming, outgoing);
  }
  const troubles = disturbances.take({ method: basename(path), host: null, isDocument: true });
  if (spoilDocument(outgoing, troubles)) return;
  const document = documentAt(path, world.estate.apiVersion, incoming.headers.host ?? 'localhost');
  if (document === null) return refuse(outgoing, path === '/sdk' ? 405 : 404);
  outgoing.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-cache' });
  outgoing.end(document);
}

/** What a gateway that blocks the path answers in its place. */
function spoilDocument(outgoing: ServerResponse, troubles: readonly Trouble[]): boolean {
  const blocked = troubles.find(({ kind }) => kind === 'status');
  const isPage = blocked !== undefined || troubles.some(({ kind }) => kind === 'html');
  const isEmpty = troubles.some(({ kind }) => kind === 'cut');
  if (!isPage && !isEmpty) return false;
  outgoing.writeHead(blocked?.status ?? 200, { 'content-type': isPage ? 'text/html' : 'text/xml' });
  outgoing.end(isPage ? ERROR_PAGE : '');
  return true;
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

/** `/sdk/vimServiceVersions.xml`: what the server speaks, readable without login (docs/internals/wire.md 1.2). */
function versionsDocument(newest: string): string {
  const [first = newest, ...prior] = versionsUpTo(newest);
  const older = prior.map((version) => `<version>${version}</version>`).join('');
  return (
    '<?xml version="1.0" encoding="UTF-8" ?><namespaces version="1.0"><namespace><name>urn:vim25</name>' +
    `<version>${first}</version><priorVersions>${older}</priorVersions></namespace>` +
    '<namespace><name>urn:vsan</name><version>8.0.0.0</version></namespace></namespaces>\n'
  );
}
