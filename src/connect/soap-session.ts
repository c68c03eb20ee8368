import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../vim/call.ts';
import { currentTime } from '../vim/methods/session.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import type { Item } from '../vim/response-reader.ts';
import type { ServiceContent } from '../vim/service-content.ts';
import { EsxcheckError } from '../model/errors.ts';
import { Authentication } from './authentication.ts';
import { Debts, type Debt } from './debts.ts';
import { deadlineFor, orAborted, type Deadline } from './deadline.ts';
import type { Credentials, Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { KeepAlive } from './keep-alive.ts';
import { isNotAuthenticated, type Line } from './line.ts';
import { Retrieval, type RetrieveRequest } from './retrieval.ts';
import { pauseMs } from './retrying.ts';
import type { CallOptions, Session } from './session.ts';
import type { Traffic } from './traffic.ts';
import type { Ticket, Wire } from './wire.ts';

export interface SoapSessionOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly exchange: Exchange;
  readonly traffic: Traffic;
  readonly wire: Wire;
  readonly apiVersion: string;
  readonly content: ServiceContent;
  readonly signal: AbortSignal | undefined;
  readonly random: () => number;
  readonly now: () => number;
  readonly keepAliveMs: number;
}

/** For a view or a token; a logout is waited for a little longer, so that closing takes five seconds at most. */
const MOST_CLEAN_UP_MS = 2000;
const MOST_LEAVE_MS = 3000;
/** Methods that answer without a login: their success proves nothing (protocol.md 1.4). */
const ANONYMOUS = new Set(['RetrieveServiceContent', 'RetrievePropertiesEx']);

export class SoapSession implements Session, Line {
  readonly #options: SoapSessionOptions;
  readonly #authentication: Authentication;
  readonly #closing = new AbortController();
  readonly #debts = new Debts();
  readonly #keepAlive: KeepAlive;
  #closed: Promise<void> | null = null;

  constructor(options: SoapSessionOptions) {
    this.#options = options;
    const { wire, endpoint, credentials, content, now } = options;
    this.#authentication = new Authentication({
      wire,
      endpoint,
      credentials,
      sessionManager: content.sessionManager,
      deadline: (timeoutMs) => deadlineFor(endpoint, { timeoutMs }),
      now,
    });
    this.#keepAlive = new KeepAlive(async () => {
      await this.call(currentTime());
    }, options.keepAliveMs);
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

  /** Logs in for the first time; closes the session when that fails. */
  async logIn(): Promise<void> {
    try {
      await this.ticket();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async call<T>(call: Call<T>, { signal, timeoutMs }: CallOptions = {}): Promise<T> {
    using deadline = this.#deadline(signal, timeoutMs);
    const ticket = await this.#ticketWithin(deadline);
    try {
      return await this.#send(call, ticket, deadline);
    } catch (error) {
      if (!isNotAuthenticated(error) || !(await this.renew(ticket))) throw error;
    }
    return this.#again(call, deadline);
  }

  async *retrieve(
    request: RetrieveRequest,
    { signal }: Pick<CallOptions, 'signal'> = {},
  ): AsyncGenerator<ObjectContent> {
    yield* new Retrieval(this, request, signal).objects();
  }

  async ticket(signal?: AbortSignal): Promise<Ticket> {
    using deadline = this.#deadline(signal);
    return await this.#ticketWithin(deadline);
  }

  renew(ticket: Ticket): Promise<boolean> {
    return this.#authentication.renew(ticket);
  }

  persisted(): void {
    this.#authentication.persisted();
  }

  async send<T>(call: Call<T>, ticket: Ticket, signal?: AbortSignal): Promise<T> {
    using deadline = this.#deadline(signal);
    return await this.#send(call, ticket, deadline);
  }

  async *stream<T>(call: Call<T>, items: string, ticket: Ticket, signal?: AbortSignal): AsyncGenerator<Item, T> {
    using deadline = this.#deadline(signal);
    this.#keepAlive.touch();
    return yield* this.#options.wire.stream(call, items, ticket, deadline);
  }

  owe(call: Call<void>, ticket: Ticket): Debt {
    return this.#debts.add(() => this.#tellServer(call, ticket));
  }

  async pauseBefore(attempt: number, signal?: AbortSignal): Promise<void> {
    using deadline = this.#deadline(signal);
    await deadline.pause(pauseMs(attempt, this.#options.random));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A login under way goes on when a caller is interrupted: its session would stay behind otherwise. */
  #ticketWithin(deadline: Deadline): Promise<Ticket> {
    return deadline.during(() => orAborted(this.#authentication.ticket(), deadline.signal));
  }

  #deadline(signal: AbortSignal | undefined, timeoutMs?: number): Deadline {
    const signals = [this.#closing.signal, this.#options.signal, signal];
    return deadlineFor(this.endpoint, { signals, timeoutMs });
  }

  async #send<T>(call: Call<T>, ticket: Ticket, deadline: Deadline): Promise<T> {
    this.#keepAlive.touch();
    const result = await this.#options.wire.send(call, ticket, deadline);
    if (!ANONYMOUS.has(call.method)) this.#authentication.succeeded(ticket);
    return result;
  }

  async #again<T>(call: Call<T>, deadline: Deadline): Promise<T> {
    try {
      return await this.#send(call, await this.#ticketWithin(deadline), deadline);
    } catch (error) {
      if (isNotAuthenticated(error)) this.persisted();
      throw error;
    }
  }

  async #tellServer(call: Call<void>, ticket: Ticket): Promise<void> {
    using deadline = deadlineFor(this.endpoint, { timeoutMs: MOST_CLEAN_UP_MS });
    try {
      await this.#options.wire.send(call, ticket, deadline);
    } catch {
      // What was to be freed is gone, or the server is.
    }
  }

  async #close(): Promise<void> {
    this.#keepAlive[Symbol.dispose]();
    this.#closing.abort(new EsxcheckError('INTERRUPTED', 'The session is closed'));
    await atMost(MOST_CLEAN_UP_MS, this.#debts.settleAll());
    await atMost(MOST_LEAVE_MS, this.#authentication.end());
    await this.#options.exchange.close();
  }
}

/** Waits for the work, but not for ever. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, wait(ms, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
}
