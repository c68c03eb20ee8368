import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { authorityOf, type Endpoint } from '../connect/endpoint.ts';
import { HttpsClient, type PlainAnswer, type PlainLimits, type PlainRequest } from '../connect/https-client.ts';
import { helloAnswer, type Job, jobsAnswer, keyAnswer, shipmentAnswer } from './answers.ts';
import { jsonIn, refused, senseless, unanswered } from './centre-error.ts';
import type { EnrolledKey, SiteKey } from './key-file.ts';
import { enrolText, requestText, rotateText, shipmentText, SIGNATURE_HEADERS } from './signatures.ts';
import type { Shipment } from './shipment.ts';

/** Who speaks: the name of the site, and the key that it has now. */
export interface Speaker {
  readonly site: string;
  readonly key: SiteKey;
}

/** The centre holds a question for work for up to 20 seconds. */
const USUAL_MS = 30_000;
const SHIPPING_MS = 300_000;
/** A hello with a thousand refused targets has some 1.3 MB. */
const MOST_BYTES = 2 * 1024 * 1024;

export type Hello = z.output<typeof helloAnswer>;

/** What became of a shipment: whether the centre had the same bytes already. */
export type Receipt = Pick<z.output<typeof shipmentAnswer>, 'known'>;

export interface CentreOptions {
  readonly endpoint: Endpoint;
  readonly now?: () => Date;
  /** Milliseconds for whatever is no shipment. */
  readonly timeoutMs?: number;
  /** Milliseconds for a shipment. */
  readonly shippingMs?: number;
}

/** The requests of a site (docs/internals/server.md). Each throws a CentreError, or INTERRUPTED; none is repeated here. */
export class Centre implements AsyncDisposable {
  readonly #client: HttpsClient;
  readonly #authority: string;
  readonly #now: () => Date;
  readonly #timeoutMs: number;
  readonly #shippingMs: number;

  constructor({ endpoint, now = () => new Date(), ...limits }: CentreOptions) {
    this.#client = new HttpsClient(endpoint);
    this.#authority = authorityOf(endpoint);
    this.#now = now;
    this.#timeoutMs = limits.timeoutMs ?? USUAL_MS;
    this.#shippingMs = limits.shippingMs ?? SHIPPING_MS;
  }

  /** Gives the public half of a new key for a one-time code. */
  async enrol(site: string, code: string, key: SiteKey, signal: AbortSignal): Promise<EnrolledKey> {
    const body = { site, code, key: key.raw, signature: key.sign(enrolText(site, code, key.raw)) };
    const sent = this.#json('POST', '/site/v1/enrol', body);
    const { site: ofSite, key: id, expiresAt } = await this.#answer(sent, keyAnswer, signal);
    if (ofSite !== site || ![key.id, key.raw].includes(id)) throw senseless(this.#authority, 'it took another key');
    return { key, expiresAt: new Date(expiresAt) };
  }

  /** Puts a new key in the place of the speaker's. */
  async rotate(by: Speaker, key: SiteKey, signal: AbortSignal): Promise<EnrolledKey> {
    const body = { key: key.raw, signature: key.sign(rotateText(by.site, key.raw)) };
    const sent = this.#signed(by, this.#json('POST', '/site/v1/key', body));
    const { key: id, expiresAt } = await this.#answer(sent, keyAnswer, signal);
    if (![key.id, key.raw].includes(id)) throw senseless(this.#authority, 'it took another key');
    return { key, expiresAt: new Date(expiresAt) };
  }

  hello(by: Speaker, greeting: Greeting, signal: AbortSignal): Promise<Hello> {
    return this.#answer(this.#signed(by, this.#json('POST', '/site/v1/hello', greeting)), helloAnswer, signal);
  }

  /** Waits for work, for as long as the centre holds the question. */
  async jobs(by: Speaker, wish: JobWish, signal: AbortSignal): Promise<readonly Job[]> {
    const sent = this.#signed(by, this.#json('POST', '/site/v1/jobs', wish));
    return (await this.#answer(sent, jobsAnswer, signal)).jobs;
  }

  async alive(by: Speaker, attempt: string, signal: AbortSignal): Promise<void> {
    await this.#taken(this.#signed(by, this.#json('POST', `/site/v1/jobs/${attempt}/alive`, {})), signal);
  }

  async failed(by: Speaker, attempt: string, why: Failure, signal: AbortSignal): Promise<void> {
    await this.#taken(this.#signed(by, this.#json('POST', `/site/v1/jobs/${attempt}/failed`, why)), signal);
  }

  /** Sends facts, as the result of an attempt or for themselves (null). */
  async ship(by: Speaker, shipment: Shipment, attempt: string | null, signal: AbortSignal): Promise<Receipt> {
    const { target, sha256, packed } = shipment;
    const ofAttempt = attempt === null ? '' : `&attempt=${attempt}`;
    const request = this.#signed(by, {
      method: 'PUT',
      path: `/site/v1/shipments/${sha256}?target=${encodeURIComponent(target)}${ofAttempt}`,
      headers: {
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
        [SIGNATURE_HEADERS.shipment]: by.key.sign(shipmentText(by.site, target, sha256)),
      },
      body: packed,
    });
    return this.#answer(request, shipmentAnswer, signal, this.#shippingMs);
  }

  /** Closes every connection. */
  close(): Promise<void> {
    return this.#client.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #json(method: 'POST', path: string, body: object): PlainRequest {
    return { method, path, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
  }

  #signed({ site, key }: Speaker, request: PlainRequest): PlainRequest {
    const { method, path, body } = request;
    const time = this.#now().toISOString();
    const nonce = randomBytes(16).toString('base64url');
    const headers = {
      ...request.headers,
      [SIGNATURE_HEADERS.site]: site,
      [SIGNATURE_HEADERS.key]: key.id,
      [SIGNATURE_HEADERS.time]: time,
      [SIGNATURE_HEADERS.nonce]: nonce,
      [SIGNATURE_HEADERS.signature]: key.sign(requestText({ site, method, path, time, nonce, body })),
    };
    return { ...request, headers };
  }

  async #answer<T>(request: PlainRequest, shape: z.ZodType<T>, signal: AbortSignal, timeoutMs?: number): Promise<T> {
    const { body } = await this.#taken(request, signal, timeoutMs);
    const parsed = shape.safeParse(jsonIn(body));
    if (parsed.success) return parsed.data;
    throw senseless(
      this.#authority,
      `its answer to ${request.path.split('?', 1).join('')} has not the form that it must have`,
    );
  }

  async #taken(request: PlainRequest, signal: AbortSignal, timeoutMs = this.#timeoutMs): Promise<PlainAnswer> {
    const answer = await this.#send(request, { timeoutMs, mostBytes: MOST_BYTES, signal });
    if (answer.status >= 400) throw refused(this.#authority, answer);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw senseless(this.#authority, `it answers HTTP ${answer.status}`);
  }

  async #send(request: PlainRequest, limits: PlainLimits): Promise<PlainAnswer> {
    try {
      return await this.#client.send(request, limits);
    } catch (error) {
      throw unanswered(error);
    }
  }
}

export interface Greeting extends JobWish {
  readonly version: string;
}

/** Targets that may be read now, and how many of them at most. */
export interface JobWish {
  readonly worker: string;
  readonly targets: readonly string[];
  readonly slots: number;
}

/** Why a target could not be read. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}
