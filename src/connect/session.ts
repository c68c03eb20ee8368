import { randomBytes } from 'node:crypto';
import { Cookies } from './cookies.ts';
import { deadlineFor } from './deadline.ts';
import type { Credentials, Endpoint } from './endpoint.ts';
import { Exchange } from './exchange.ts';
import { negotiate } from './negotiate.ts';
import type { SessionLimits } from './only-reading.ts';
import type { Session } from './session-contract.ts';
import { RestWire } from './rest-wire.ts';
import { KEEP_ALIVE_MS, SoapSession } from './soap-session.ts';
import { type CallWitness, TrafficCounter } from './traffic.ts';
import { Wire } from './wire.ts';

export type { RetrieveRequest } from './retrieval.ts';
export type { Session } from './session-contract.ts';

export interface OpenOptions extends SessionLimits {
  /** Ends the opening, and later every call of the session; not its clean-up. */
  readonly signal?: AbortSignal;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
  /** Between 0 and 1: spreads repeated calls. */
  readonly random?: () => number;
  /** How long a session may be idle before it is kept alive. */
  readonly keepAliveMs?: number;
  /** Told of every call. */
  readonly witness?: CallWitness | undefined;
}

/** Negotiates the API version and logs in; the session only reads unless `writes` says otherwise. Throws an EsxcheckError; nothing stays open then. */
export async function openSession(
  endpoint: Endpoint,
  credentials: Credentials,
  options: OpenOptions = {},
): Promise<Session> {
  const traffic = new TrafficCounter();
  const exchange = new Exchange(endpoint, traffic, options);
  try {
    return await logIn({ endpoint, credentials, exchange, traffic, options });
  } catch (error) {
    await exchange.close();
    throw error;
  }
}

interface Opening {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly exchange: Exchange;
  readonly traffic: TrafficCounter;
  readonly options: OpenOptions;
}

async function logIn({ endpoint, credentials, exchange, traffic, options }: Opening): Promise<Session> {
  const {
    signal,
    random = Math.random,
    now = () => performance.now(),
    keepAliveMs = KEEP_ALIVE_MS,
    propertiesOnly = false,
    witness = null,
  } = options;
  using deadline = deadlineFor(endpoint, { signals: [signal] });
  const operationPrefix = `esxcheck-${randomBytes(4).toString('hex')}`;
  const wireIn = (apiVersion: string): Wire =>
    new Wire({ endpoint, exchange, traffic, apiVersion, operationPrefix, random, witness });
  const cookies = new Cookies(endpoint.host);
  const negotiating = { endpoint, exchange, cookies, deadline, random, wireIn };
  const { apiVersion, wire, content } = await negotiate(negotiating);
  const restCookies = new Cookies(endpoint.host);
  const restWire = new RestWire({ endpoint, exchange, traffic, operationPrefix, witness, cookies: restCookies });
  const session = new SoapSession({
    endpoint,
    credentials,
    exchange,
    traffic,
    wire,
    restWire,
    apiVersion,
    content,
    cookies,
    signal,
    random,
    now,
    keepAliveMs,
    propertiesOnly,
    witness,
  });
  await session.logIn();
  return session;
}
