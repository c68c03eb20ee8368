import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeBody } from '../wire/escape.ts';
import type { Counters } from './counters.ts';
import { hangUp } from './disturbance.ts';

/** An answer before it is sent. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly cookies: readonly string[];
  readonly gzip: boolean;
  readonly counters: Counters;
}

const compress = promisify(gzip);
/** Answers below this size are not worth compressing. */
const WORTHWHILE = 1000;
const FASTEST = { level: 1 };

export async function send(outgoing: ServerResponse, reply: Reply): Promise<void> {
  const plain = encodeBody(reply.text);
  const zipped = reply.gzip && plain.length > WORTHWHILE;
  const body = zipped ? await compress(plain, FASTEST) : plain;
  reply.counters.bytesSent += body.length;
  outgoing.writeHead(reply.status, { ...headersOf(reply, zipped), 'content-length': body.length });
  outgoing.end(body);
}

function headersOf({ type, cookies, counters }: Reply, zipped: boolean): Record<string, string | string[]> {
  for (const cookie of cookies) counters.cookies.add(cookie);
  return {
    'content-type': type,
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    ...(cookies.length > 0 ? { 'set-cookie': [...cookies] } : {}),
  };
}

/** Sends two thirds of the answer: then the connection dies, or the text merely ends. */
export async function sendCut(outgoing: ServerResponse, reply: Reply, what: 'connection' | 'text'): Promise<void> {
  const body = encodeBody(reply.text);
  const part = body.subarray(0, Math.floor((body.length * 2) / 3));
  reply.counters.bytesSent += part.length;
  outgoing.writeHead(reply.status, {
    ...headersOf(reply, false),
    'content-length': what === 'connection' ? body.length : part.length,
  });
  if (what === 'text') {
    outgoing.end(part);
    return;
  }
  await new Promise((resolve) => {
    outgoing.write(part, resolve);
  });
  outgoing.destroy();
}

/** Sends a third of the answer, and then nothing: the connection looks alive. */
export async function sendHalf(outgoing: ServerResponse, reply: Reply, signal: AbortSignal): Promise<void> {
  const body = encodeBody(reply.text);
  outgoing.writeHead(reply.status, { ...headersOf(reply, false), 'content-length': body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 3)));
  await hangUp(signal);
}

/** Sends the plain answer under a header that calls it compressed. */
export function sendUnzippable(outgoing: ServerResponse, reply: Reply): void {
  outgoing.writeHead(reply.status, headersOf(reply, true));
  outgoing.end(encodeBody(reply.text));
}

const FILLER = '<objects><obj type="HostSystem">host-0</obj></objects>'.repeat(1200);

/** Streams one endless-looking answer for as long as the client reads, up to so many bytes. */
export async function sendHuge(
  outgoing: ServerResponse,
  reply: Reply,
  { bytes, signal }: { readonly bytes: number; readonly signal: AbortSignal },
): Promise<void> {
  outgoing.writeHead(200, headersOf(reply, false));
  const [opening = ''] = reply.text.split('<returnval>');
  outgoing.write(`${opening}<returnval>`);
  for (let sent = 0; sent < bytes && !signal.aborted; sent += FILLER.length) {
    reply.counters.bytesSent += FILLER.length;
    if (!outgoing.write(FILLER)) await drained(outgoing, signal);
  }
  outgoing.end(reply.text.slice(reply.text.lastIndexOf('</returnval>')));
}

async function drained(outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(outgoing, 'drain', { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
