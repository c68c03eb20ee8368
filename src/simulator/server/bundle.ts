import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { bundleOf } from '../world/bundle.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { World } from '../world/world.ts';

const MOVED = '/moved';
const TRICKLE_MS = 100;
const CHUNK = Buffer.alloc(64 * 1024, 7);

/** Hands out the configuration backup of the host that was asked for one last, or what its trouble makes of that. */
export function serveBundle(world: World, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { pathname } = new URL(incoming.url ?? '/', 'https://localhost');
  const moved = pathname.startsWith(MOVED);
  const path = moved ? pathname.slice(MOVED.length) : pathname;
  const host = world.hosts().find(({ bundlePath }) => bundlePath === path);
  if (host === undefined) send(outgoing, 404, Buffer.alloc(0));
  else answer(host, { outgoing, moved, path });
}

interface BundleRequest {
  readonly outgoing: ServerResponse;
  readonly moved: boolean;
  readonly path: string;
}

function answer(host: SimulatedHost, { outgoing, moved, path }: BundleRequest): void {
  const content = bundleOf(host);
  switch (moved ? undefined : host.trouble.bundle) {
    case 'missing':
      return send(outgoing, 404, Buffer.alloc(0));
    case 'empty':
      return send(outgoing, 200, Buffer.alloc(0));
    case 'page':
      return send(outgoing, 200, Buffer.from('<html>Log in</html>'), 'text/html; charset=utf-8');
    case 'redirect':
      outgoing.writeHead(302, { location: `${MOVED}${path}` }).end();
      return;
    case 'cut':
      outgoing.writeHead(200, headers(content.length)).write(content.subarray(0, content.length / 2), () => {
        outgoing.destroy();
      });
      return;
    case 'slow':
      return trickle(outgoing, content);
    case 'endless':
      outgoing.writeHead(200, headers(null));
      pipeline(Readable.from(withoutEnd()), outgoing, () => {});
      return;
    // The other certificate was shown before.
    case 'otherCertificate':
    case undefined:
      return send(outgoing, 200, content);
  }
}

function send(outgoing: ServerResponse, status: number, content: Buffer, type?: string): void {
  outgoing.writeHead(status, headers(content.length, type)).end(content);
}

function headers(length: number | null, type = 'application/octet-stream'): Record<string, string> {
  return { 'content-type': type, ...(length === null ? {} : { 'content-length': String(length) }) };
}

/** Byte by byte: longer than anybody waits. */
function trickle(outgoing: ServerResponse, content: Buffer): void {
  outgoing.writeHead(200, headers(content.length));
  let sent = 0;
  const timer = setInterval(() => {
    outgoing.write(content.subarray(sent, sent + 1));
    sent += 1;
  }, TRICKLE_MS);
  outgoing.on('close', () => clearInterval(timer));
}

function* withoutEnd(): Generator<Buffer, never> {
  for (;;) yield CHUNK;
}
