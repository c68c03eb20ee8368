import { EsxcheckError } from '../model/errors.ts';
import { type Call, isAnsweredByHost } from '../vim/call.ts';
import { currentTime } from '../vim/methods/session.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import type { ServiceContent } from '../vim/service-content.ts';
import { Authentication } from './authentication.ts';
import { type CallLimiter, limiterOf } from './call-limiter.ts';
import type { Cookies } from './cookies.ts';
import { atMost, deadlineFor } from './deadline.ts';
import type { Credentials, Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { Retrieval, type RetrieveRequest } from './retrieval.ts';
import { RestSession } from './rest-session.ts';
import type { RestWire } from './rest-wire.ts';
import type { AdoptedSession, CallOptions, LoginRecord, RestReader, SessionHandover } from './session-contract.ts';
import { MOST_CLEAN_UP_MS, SoapChannel } from './soap-channel.ts';
import type { CallWitness, Traffic } from './traffic.ts';
import type { SessionCookie, Wire } from './wire.ts';

export interface SoapSessionOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly exchange: Exchange;
  readonly traffic: Traffic;
  readonly wire: Wire;
  readonly restWire: RestWire;
  readonly apiVersion: string;
  readonly content: ServiceContent;
  /** Set before the first login. */
  readonly cookies: Cookies;
  readonly signal: AbortSignal | undefined;
  readonly random: () => number;
  readonly now: () => number;
  readonly keepAliveMs: number;
  readonly propertiesOnly: boolean;
  readonly witness: CallWitness | null;
  /** A login that another process made and will end; null: one is made here. */
  readonly adopted: SessionCookie | null;
}

/** For the logout. With what is given back before it, closing takes five seconds at most. */
const MOST_LEAVE_MS = 3000;

/** A Session over SOAP and HTTPS. */
export class SoapSession implements AdoptedSession {
  readonly #options: SoapSessionOptions;
  readonly #authentication: Authentication;
  readonly #closing = new AbortController();
  readonly #keepAlive: KeepAlive;
  readonly #line: SoapChannel;
  readonly #rest: RestSession;
  #closed: Promise<void> | null = null;

  constructor(options: SoapSessionOptions) {
    this.#options = options;
    const { endpoint, credentials, wire, content, random, now, signal } = options;
    const deadline = (timeoutMs?: number) => deadlineFor(endpoint, { timeoutMs });
    this.#authentication = new Authentication({ ...options, sessionManager: content.sessionManager, deadline });
    this.#keepAlive = new KeepAlive(() => this.call(currentTime()), options.keepAliveMs);
    const signals = [this.#closing.signal, signal];
    const touched = (): void => this.#keepAlive.touch();
    this.#line = new SoapChannel({
      endpoint,
      wire,
      content,
      authentication: this.#authentication,
      random,
      signals,
      touched,
    });
    const hasRest = content.about.apiType !== 'HostAgent';
    this.#rest = new RestSession({ endpoint, credentials, wire: options.restWire, hasRest, random, now, signals });
  }

  get endpoint(): Endpoint {
    return this.#options.endpoint;
  }

  get content(): ServiceContent {
    return this.#options.content;
  }

  get apiVersion(): string {
    return this.#options.apiVersion;
  }

  get traffic(): Traffic {
    return this.#options.traffic;
  }

  get login(): LoginRecord {
    return this.#authentication.record;
  }

  get rest(): RestReader {
    return this.#rest;
  }

  get hostCalls(): CallLimiter {
    return limiterOf(this.#options.endpoint);
  }

  get propertiesOnly(): boolean {
    return this.#options.propertiesOnly;
  }

  /** Logs in for the first time; closes the session when that fails. */
  async logIn(): Promise<void> {
    try {
      await this.#line.ticket();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  call<T>(call: Call<T>, options: CallOptions = {}): Promise<T> {
    return this.#line.call(call, options);
  }

  retrieve(request: RetrieveRequest, { signal }: Pick<CallOptions, 'signal'> = {}): AsyncIterable<ObjectContent> {
    return new Retrieval(this.#line, request, signal).objects();
  }

  async handover(): Promise<SessionHandover> {
    const { apiVersion, content } = this.#options;
    const { cookies } = await this.#authentication.ticket();
    return { apiVersion, content, cookies: cookies.all };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close(() => this.#authentication.end());
    return this.#closed;
  }

  leave(): Promise<void> {
    this.#closed ??= this.#close(() => this.#authentication.leave());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #tellHostCalls(): void {
    const { witness, traffic, endpoint } = this.#options;
    const asked = [...traffic.byMethod.keys()].some((method) => isAnsweredByHost(method));
    if (asked) witness?.onHostCalls?.({ url: endpoint.url, ...this.hostCalls.report });
  }

  /** The session over REST was opened here, and ends here, whoever made the login. */
  async #close(end: () => Promise<void>): Promise<void> {
    this.#tellHostCalls();
    this.#keepAlive[Symbol.dispose]();
    this.#closing.abort(new EsxcheckError('INTERRUPTED', 'The session is closed'));
    await atMost(MOST_CLEAN_UP_MS, this.#line.settleDebts());
    await atMost(
      MOST_LEAVE_MS,
      Promise.all([end(), this.#rest.end()]).then(() => undefined),
    );
    await this.#options.exchange.close();
  }
}

/** Sessions may end after 30 idle minutes (docs/internals/wire.md 1.4). */
export const KEEP_ALIVE_MS = 10 * 60_000;

/** Calls `beat` whenever nothing was heard for a while. Never keeps the process alive. */
class KeepAlive implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(beat: () => Promise<unknown>, idleMs: number) {
    this.#timer = setTimeout(() => {
      this.#timer.refresh();
      beat().catch(() => {});
    }, idleMs).unref();
  }

  /** Something was sent: the session is not idle. */
  touch(): void {
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
