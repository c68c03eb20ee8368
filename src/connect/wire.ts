import { type Call, isAnsweredByHost, type Method } from '../vim/call.ts';
import { type Item, ResponseReader } from '../vim/response-reader.ts';
import { envelope } from '../vim/xml-writer.ts';
import { answerError, notVsphere, unavailable } from './answer-error.ts';
import { limiterOf, outcomeOf, type PermitEnd } from './call-limiter.ts';
import type { Cookies } from './cookies.ts';
import type { Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange, HttpAnswer } from './exchange.ts';
import { retrying } from './retrying.ts';
import { CallRecord, type CallWitness, type TrafficCounter } from './traffic.ts';

/** A login's place in the server: the cookies that lead to it, and which login of this session it was. */
export interface SessionCookie {
  readonly number: number;
  readonly cookies: Cookies;
}

export interface WireOptions {
  readonly endpoint: Endpoint;
  readonly exchange: Exchange;
  readonly traffic: TrafficCounter;
  readonly apiVersion: string;
  /** Random text that tells this session's operation ids from others'. */
  readonly operationPrefix: string;
  /** Between 0 and 1: spreads repeated calls. */
  readonly random: () => number;
  /** Told of every call; null when nobody wants to know. */
  readonly witness: CallWitness | null;
}

/** An answer under way, and the note of it. */
interface Posted {
  readonly answer: HttpAnswer;
  readonly record: CallRecord | null;
}

interface Under {
  readonly ticket: SessionCookie;
  readonly deadline: Deadline;
  /** Told how long the server took, in milliseconds, when its answer began. */
  readonly onAnswer?: (tookMs: number) => void;
}

/** How an answer is handed out piece by piece. */
interface Streaming {
  /** Name of the elements. */
  readonly items: string;
  /** Told of the bytes of the body; what it throws ends the call. */
  readonly onBytes: (bytes: number) => void;
}

const PATH = '/sdk';
/** Statuses of gateways and servers that may do better soon. */
export const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Sends SOAP calls and reads their answers, in the session of a ticket. Knows nothing of logging in. */
export class Wire {
  readonly #options: WireOptions;
  #operations = 0;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** One call; a safe one is repeated where the connection broke or the server was not ready. */
  async send<T>(call: Call<T>, ticket: SessionCookie, deadline: Deadline): Promise<T> {
    let isCrowded = false;
    const under: Under = { ticket, deadline };
    const once = isAnsweredByHost(call.method)
      ? () => this.#inTurn(call, { ...under, onCrowd: (crowd) => (isCrowded = crowd) })
      : () => this.#once(call, under);
    if (!call.safe) return once();
    return retrying(once, { deadline, random: this.#options.random, isCrowded: () => isCrowded });
  }

  /** A call that a host answers waits until it may be in flight with the others, each time that it is sent. */
  async #inTurn<T>(call: Call<T>, under: Under & { readonly onCrowd: (isCrowded: boolean) => void }): Promise<T> {
    const permit = await limiterOf(this.#options.endpoint).admit(call.about ?? call.method, under.deadline);
    let tookMs = 0;
    try {
      const result = await this.#once(call, { ...under, onAnswer: (ms) => (tookMs = ms) });
      this.#noteLimit(permit.end({ outcome: 'answered', tookMs }));
      return result;
    } catch (error) {
      under.onCrowd(this.#noteLimit(permit.end({ outcome: outcomeOf(error), tookMs })));
      throw error;
    }
  }

  #noteLimit({ change, isCrowded }: PermitEnd): boolean {
    const { endpoint, witness } = this.#options;
    if (change !== null) witness?.onLimit?.({ url: endpoint.url, ...change });
    return isCrowded;
  }

  /** One call whose answer is handed out item by item; returns what the rest of the answer decodes to. Never repeated. */
  async *stream<T>(
    call: Call<T>,
    { items, onBytes }: Streaming,
    ticket: SessionCookie,
    deadline: Deadline,
  ): AsyncGenerator<Item, T> {
    const { answer, record } = await this.#post(call, { ticket, deadline });
    const reader = new ResponseReader(items);
    try {
      for await (const chunk of answer.body.chunks()) {
        record?.received(chunk);
        onBytes(chunk.byteLength);
        yield* reader.write(chunk);
      }
      const result = call.decode(reader.end());
      record?.ended();
      return result;
    } catch (error) {
      record?.ended(error);
      throw answerError(error, this.#options.endpoint, answer.contentType);
    } finally {
      // Left early, it is told with what had come by then.
      record?.ended();
    }
  }

  async #once<T>(call: Call<T>, under: Under): Promise<T> {
    const { answer, record } = await this.#post(call, under);
    under.onAnswer?.(answer.tookMs);
    const reader = new ResponseReader();
    try {
      for await (const chunk of answer.body.chunks()) {
        record?.received(chunk);
        reader.write(chunk);
      }
      const result = call.decode(reader.end());
      record?.ended();
      return result;
    } catch (error) {
      record?.ended(error);
      throw answerError(error, this.#options.endpoint, answer.contentType);
    }
  }

  async #post(call: Call<unknown>, { ticket, deadline }: Under): Promise<Posted> {
    const { endpoint, operationPrefix, witness } = this.#options;
    this.#operations += 1;
    const operationId = `${operationPrefix}-${this.#operations}`;
    const request = envelope(call.body, operationId, call.header);
    const { method } = call;
    const record =
      witness === null ? null : new CallRecord(witness, { url: endpoint.url, operationId, method, request });
    try {
      const answer = await this.#request(method, request, { ticket, deadline });
      if (record !== null) record.status = answer.status;
      ticket.cookies.take(answer.cookies, PATH, Date.now());
      this.#checkStatus(answer);
      return { answer, record };
    } catch (error) {
      record?.ended(error);
      throw error;
    }
  }

  #request(method: Method, body: string, { ticket, deadline }: Under): Promise<HttpAnswer> {
    const { exchange, traffic, apiVersion } = this.#options;
    const cookie = ticket.cookies.headerFor(PATH, Date.now());
    traffic.count(method);
    return exchange.send(
      {
        method: 'POST',
        path: PATH,
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          soapaction: `"urn:vim25/${apiVersion}"`,
          'accept-encoding': 'gzip',
          ...(cookie === null ? {} : { cookie }),
        },
        body,
      },
      deadline,
    );
  }

  /** The body is SOAP with 200 and 500 only (docs/internals/wire.md 1.1). */
  #checkStatus({ status, body }: HttpAnswer): void {
    if (status === 200 || status === 500) return;
    body.discard();
    const { endpoint } = this.#options;
    throw PASSING.has(status) ? unavailable(endpoint, status) : notVsphere(endpoint, `with HTTP ${status}`);
  }
}
