import type { Call } from '../vim/call.ts';
import type { Item } from '../vim/response-reader.ts';
import type { ServiceContent } from '../vim/service-content.ts';
import { type AuthenticatedChannel, isNotAuthenticated, type StreamLimits } from './authenticated-channel.ts';
import type { Authentication } from './authentication.ts';
import { type Deadline, deadlineFor } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import { type Debt, PendingResources } from './pending-resources.ts';
import { pauseMs } from './retrying.ts';
import type { CallOptions } from './session-contract.ts';
import type { SessionCookie, Wire } from './wire.ts';

export interface SoapLineOptions {
  readonly endpoint: Endpoint;
  readonly wire: Wire;
  readonly content: ServiceContent;
  readonly authentication: Authentication;
  readonly random: () => number;
  /** Whichever is given ends every call, but not what is owed to the server. */
  readonly signals: readonly (AbortSignal | undefined)[];
  /** Told whenever something is sent. */
  readonly touched: () => void;
}

export const MOST_CLEAN_UP_MS = 2000;
/** Methods that answer without a login: their success proves nothing (docs/internals/wire.md 1.4). */
const ANONYMOUS = new Set(['RetrieveServiceContent', 'RetrievePropertiesEx']);

/** Sends calls for a session: with a deadline, under a ticket, and with what the server holds for it remembered. */
export class SoapChannel implements AuthenticatedChannel {
  readonly #options: SoapLineOptions;
  readonly #pending = new PendingResources();

  constructor(options: SoapLineOptions) {
    this.#options = options;
  }

  get endpoint(): Endpoint {
    return this.#options.endpoint;
  }

  get content(): ServiceContent {
    return this.#options.content;
  }

  /** One call; where the session turns out to have ended, one login and one more try. */
  async call<T>(call: Call<T>, { signal, timeoutMs }: CallOptions = {}): Promise<T> {
    using deadline = this.#deadline(signal, timeoutMs);
    const ticket = await this.#ticketWithin(deadline);
    try {
      return await this.#send(call, ticket, deadline);
    } catch (error) {
      if (!isNotAuthenticated(error) || !(await this.renew(ticket))) throw error;
    }
    return await this.#again(call, deadline);
  }

  async ticket(signal?: AbortSignal): Promise<SessionCookie> {
    using deadline = this.#deadline(signal);
    return await this.#ticketWithin(deadline);
  }

  renew(ticket: SessionCookie): Promise<boolean> {
    return this.#options.authentication.renew(ticket);
  }

  persisted(): void {
    this.#options.authentication.persisted();
  }

  async send<T>(call: Call<T>, ticket: SessionCookie, signal?: AbortSignal): Promise<T> {
    using deadline = this.#deadline(signal);
    return await this.#send(call, ticket, deadline);
  }

  async *stream<T>(call: Call<T>, items: string, ticket: SessionCookie, limits: StreamLimits): AsyncGenerator<Item, T> {
    using deadline = this.#deadline(limits.signal, limits.timeoutMs);
    this.#options.touched();
    return yield* this.#options.wire.stream(call, { items, onBytes: limits.onBytes }, ticket, deadline);
  }

  async pauseBefore(attempt: number, signal?: AbortSignal): Promise<void> {
    using deadline = this.#deadline(signal);
    await deadline.pause(pauseMs(attempt, this.#options.random));
  }

  owe(call: Call<void>, ticket: SessionCookie): Debt {
    return this.#pending.add(() => this.#tellServer(call, ticket));
  }

  settleDebts(): Promise<void> {
    return this.#pending.settleAll();
  }

  async #tellServer(call: Call<void>, ticket: SessionCookie): Promise<void> {
    using deadline = deadlineFor(this.#options.endpoint, { timeoutMs: MOST_CLEAN_UP_MS });
    try {
      await this.#options.wire.send(call, ticket, deadline);
    } catch {
      // What was to be freed is gone, or the server is.
    }
  }

  /** A login under way goes on when a caller is interrupted: its session would stay behind otherwise. */
  #ticketWithin(deadline: Deadline): SessionCookie | Promise<SessionCookie> {
    const { authentication } = this.#options;
    return authentication.ticketAtHand ?? deadline.during(() => authentication.ticket());
  }

  #deadline(signal: AbortSignal | undefined, timeoutMs?: number): Deadline {
    return deadlineFor(this.#options.endpoint, { signals: [...this.#options.signals, signal], timeoutMs });
  }

  async #send<T>(call: Call<T>, ticket: SessionCookie, deadline: Deadline): Promise<T> {
    this.#options.touched();
    const result = await this.#options.wire.send(call, ticket, deadline);
    if (!ANONYMOUS.has(call.method)) this.#options.authentication.succeeded(ticket);
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
}
