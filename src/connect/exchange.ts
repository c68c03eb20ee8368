import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';
import { type AnswerHeaders, AnswerReceiver } from './answer-receiver.ts';
import { MOST_CALLS } from './call-limiter.ts';
import { connectionError } from './connection-error.ts';
import { judgingConnector } from './connector.ts';
import type { Deadline } from './deadline.ts';
import { type Endpoint, originOf } from './endpoint.ts';
import { requireAllowed, type SessionLimits } from './only-reading.ts';
import { ResponseBody } from './response-body.ts';
import type { TrafficCounter } from './traffic.ts';

/** Beside those for calls to hosts. More than ever are in flight: calls wait for the server, not for a connection. */
const MORE_CONNECTIONS = 16;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  /** `Content-Type`, in lower case; '' when not said. */
  readonly contentType: string;
  /** Milliseconds from when the request went over a connection until its answer began. */
  readonly tookMs: number;
  /** `Set-Cookie`, each as it was sent. Secrets. */
  readonly cookies: readonly string[];
  readonly body: ResponseBody;
}

function headerOf(headers: AnswerHeaders, name: string): string {
  const value = headers[name];
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim().toLowerCase();
}

/**
 * One HTTPS request and its answer, over connections that belong to one endpoint alone. Uses no proxy. What may change
 * something leaves only where that was said when it was made.
 */
export class Exchange {
  readonly #endpoint: Endpoint;
  readonly #pool: Pool;
  readonly #traffic: TrafficCounter;
  readonly #closing = new AbortController();
  readonly #limits: SessionLimits;

  constructor(endpoint: Endpoint, traffic: TrafficCounter, limits: SessionLimits = {}) {
    this.#limits = limits;
    this.#endpoint = endpoint;
    this.#traffic = traffic;
    setMaxListeners(0, this.#closing.signal);
    this.#pool = new Pool(originOf(endpoint), {
      connect: judgingConnector(endpoint, this.#closing.signal),
      connections: (endpoint.fixedCalls ?? endpoint.maxCalls ?? MOST_CALLS) + MORE_CONNECTIONS,
      // The deadline of the call covers both, and knows when nobody is waiting.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Throws an EsxcheckError when no answer came; any status is an answer. Throws a WriteRefusedError, and sends nothing. */
  async send(request: HttpRequest, deadline: Deadline): Promise<HttpAnswer> {
    requireAllowed(request, this.#limits);
    const receiver = new AnswerReceiver();
    try {
      const { status, headers, tookMs } = await deadline.during(() => {
        this.#pool.dispatch(request, receiver);
        return receiver.head();
      });
      return {
        status,
        tookMs,
        contentType: headerOf(headers, 'content-type'),
        cookies: [headers['set-cookie'] ?? []].flat(),
        body: new ResponseBody(receiver, headerOf(headers, 'content-encoding'), {
          endpoint: this.#endpoint,
          traffic: this.#traffic,
          deadline,
        }),
      };
    } catch (error) {
      receiver.giveUp();
      throw connectionError(error, this.#endpoint);
    }
  }

  /** Closes every connection at once. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pool.destroy();
  }
}
