import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { makeCertificate } from '../../src/simulator/certificate.ts';

/**
 * A centre on a real wire, which checks what a site sends by code of its own (docs/internals/server.md), and does on request what a
 * centre should not.
 */
export type Misdeed =
  | 'silent'
  | 'cut'
  | 'garbage'
  | 'huge'
  /** Takes what was sent, and lets the answer get lost. */
  | 'lose-answer'
  | { readonly status: number; readonly body: unknown };

export interface ShipmentSeen {
  readonly target: string;
  readonly attempt: string | null;
  readonly sha256: string;
  readonly text: string;
  readonly key: string;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const DAY_MS = 86_400_000;

export class CentrePeer {
  readonly codes = new Set<string>();
  /** Public keys by their id. */
  readonly keys = new Map<string, { readonly site: string; readonly raw: string }>();
  readonly shipments: ShipmentSeen[] = [];
  readonly seen: Seen[] = [];
  readonly failures: { readonly attempt: string; readonly code: string; readonly message: string }[] = [];
  readonly over = new Set<string>();
  schedules: unknown[] = [{ cron: '* * * * *', zone: 'UTC', spreadMinutes: 0 }];
  refused: unknown[] = [];
  heartbeatSeconds = 1;
  /** How long a question for work is held. */
  pollMs = 100;
  /** How long a key holds. */
  keyDays = 90;
  readonly #misdeeds: { readonly path: RegExp; readonly misdeed: Misdeed; left: number }[] = [];
  readonly #jobs: { readonly attempt: string; readonly target: string }[] = [];
  readonly #nonces = new Set<string>();

  readonly server: ReturnType<typeof createServer>;
  readonly thumbprint: string;

  private constructor(server: ReturnType<typeof createServer>, thumbprint: string) {
    this.server = server;
    this.thumbprint = thumbprint;
  }

  static async start(port = 0): Promise<CentrePeer> {
    const certificate = await makeCertificate();
    const server = createServer({ key: certificate.privateKey, cert: certificate.pem });
    const peer = new CentrePeer(server, certificate.sha256);
    server.on('request', (request, response) => void peer.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return peer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Does so with the next requests of that path. */
  misbehave(path: RegExp, misdeed: Misdeed, times = 1): void {
    this.#misdeeds.push({ path, misdeed, left: times });
  }

  behave(): void {
    this.#misdeeds.length = 0;
  }

  /** Gives work for a target, whether anybody asked for it or not. */
  give(target: string, attempt: string = randomUUID()): string {
    this.#jobs.push({ attempt, target });
    return attempt;
  }

  /** Waits until the condition holds: for as long as the test may take. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  requests(path: RegExp): readonly Seen[] {
    return this.seen.filter((each) => path.test(each.path));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url: path = '' } = request;
    const key = header(request, 'x-esxcheck-key');
    const one: Seen = { method, path, key, body: Buffer.concat(chunks) };
    this.seen.push(one);
    const found = this.#misdeeds.find((each) => each.path.test(path) && each.left > 0);
    if (found !== undefined) found.left -= 1;
    if (found !== undefined && found.misdeed !== 'lose-answer') return misbehaved(found.misdeed, response);
    const answer = await this.#answer(request, one);
    if (found !== undefined) return misbehaved('cut', response);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  async #answer(request: IncomingMessage, seen: Seen): Promise<Answer> {
    if (seen.path === '/site/v1/enrol') return this.#enrol(JSON.parse(seen.body.toString()) as Enrolment);
    const refusal = this.#refusalOf(request, seen);
    if (refusal !== null) return refusal;
    const site = header(request, 'x-esxcheck-site') ?? '';
    if (seen.path === '/site/v1/hello') {
      return { status: 200, body: { heartbeatSeconds: 60, schedules: this.schedules, refused: this.refused } };
    }
    if (seen.path === '/site/v1/jobs') return { status: 200, body: { jobs: await this.#take() } };
    if (seen.path === '/site/v1/key') return this.#rotate(site, JSON.parse(seen.body.toString()) as Rotation);
    const [, attempt = '', what] = /^\/site\/v1\/jobs\/([^/]+)\/(alive|failed)$/.exec(seen.path) ?? [];
    if (what !== undefined && this.over.has(attempt)) return refused(409, 'ATTEMPT_OVER');
    if (what === 'failed') {
      this.failures.push({ attempt, ...(JSON.parse(seen.body.toString()) as { code: string; message: string }) });
    }
    if (what !== undefined) return { status: 204 };
    return seen.method === 'PUT' ? this.#shipment(request, seen, site) : refused(404, 'NOT_FOUND');
  }

  async #take(): Promise<readonly unknown[]> {
    const until = Date.now() + this.pollMs;
    while (this.#jobs.length === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.#jobs.splice(0).map((job) => ({ ...job, heartbeatSeconds: this.heartbeatSeconds }));
  }

  #enrol({ site, code, key, signature }: Enrolment): Answer {
    const text = `esxcheck-enrol/1\n${site}\n${sha256(code)}\n${key}\n`;
    if (!this.codes.delete(code) || !isSigned(key, text, signature)) return refused(403, 'CODE_REFUSED');
    return this.#taken(site, key);
  }

  #rotate(site: string, { key, signature }: Rotation): Answer {
    if (!isSigned(key, `esxcheck-rotate/1\n${site}\n${key}\n`, signature)) return refused(401, 'SIGNATURE_WRONG');
    return this.#taken(site, key);
  }

  #taken(site: string, raw: string): Answer {
    const id = sha256(Buffer.from(raw, 'base64url'));
    this.keys.set(id, { site, raw });
    const expiresAt = new Date(Date.now() + this.keyDays * DAY_MS).toISOString();
    return { status: 201, body: { site, key: id, expiresAt, server: 'peer' } };
  }

  #refusalOf(request: IncomingMessage, { method, path, body }: Seen): Answer | null {
    const [site, id, time, nonce, signature] = ['site', 'key', 'time', 'nonce', 'signature'].map((name) =>
      header(request, `x-esxcheck-${name}`),
    );
    if (!site || !id || !time || !nonce || !signature) return refused(401, 'SIGNATURE_MISSING');
    const key = this.keys.get(id);
    if (key?.site !== site) return refused(401, 'KEY_UNKNOWN');
    if (Math.abs(Date.parse(time) - Date.now()) > 300_000) return refused(401, 'CLOCK_APART');
    const text = `esxcheck-site/1\n${site}\n${method}\n${path}\n${time}\n${nonce}\n${sha256(body)}\n`;
    if (!isSigned(key.raw, text, signature)) return refused(401, 'SIGNATURE_WRONG');
    if (this.#nonces.has(`${id} ${nonce}`)) return refused(409, 'REPLAYED');
    this.#nonces.add(`${id} ${nonce}`);
    return null;
  }

  #shipment(request: IncomingMessage, { path, body, key }: Seen, site: string): Answer {
    const url = new URL(path, this.url);
    const [target, attempt] = [url.searchParams.get('target') ?? '', url.searchParams.get('attempt')];
    const named = url.pathname.split('/').at(-1) ?? '';
    const text = gunzipSync(body).toString();
    const signed = `esxcheck-shipment/1\n${site}\n${target}\n${sha256(text)}\n`;
    const raw = this.keys.get(key ?? '')?.raw ?? '';
    if (sha256(text) !== named) return refused(422, 'SNAPSHOT_INVALID');
    if (!isSigned(raw, signed, header(request, 'x-esxcheck-shipment-signature') ?? ''))
      return refused(401, 'SIGNATURE_WRONG');
    const isKnown = this.shipments.some((each) => each.sha256 === named && each.target === target);
    if (isKnown) return { status: 200, body: { shipment: named, known: true } };
    if (attempt !== null && this.over.has(attempt)) return refused(409, 'ATTEMPT_OVER');
    this.shipments.push({ target, attempt, sha256: named, text, key: key ?? '' });
    return { status: 201, body: { shipment: named, known: false } };
  }
}

interface Rotation {
  readonly key: string;
  readonly signature: string;
}

interface Enrolment extends Rotation {
  readonly site: string;
  readonly code: string;
}

function refused(status: number, code: string): Answer {
  return { status, body: { code, message: 'The peer says so.' } };
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isSigned(raw: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

const HUGE = 'x'.repeat(1024 * 1024);

function misbehaved(misdeed: Misdeed, response: ServerResponse): void {
  if (misdeed === 'silent') return;
  if (misdeed === 'cut' || misdeed === 'lose-answer') return void response.destroy();
  if (misdeed === 'huge') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const go = (): void => void (response.destroyed || response.write(HUGE, go));
    return go();
  }
  if (misdeed === 'garbage') return void response.writeHead(200).end('<html>hotel portal</html>');
  response.writeHead(misdeed.status, { 'content-type': 'application/json' }).end(JSON.stringify(misdeed.body));
}
