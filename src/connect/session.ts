import { randomBytes } from 'node:crypto';
import { Cookies } from './cookies.ts';
import { deadlineFor } from './deadline.ts';
import type { Credentials, Endpoint } from './endpoint.ts';
import { Exchange } from './exchange.ts';
import { negotiate } from './negotiate.ts';
import type { SessionLimits } from './only-reading.ts';
import type { AdoptedSession, Session, SessionHandover } from './session-contract.ts';
import { RestWire } from './rest-wire.ts';
import { KEEP_ALIVE_MS, SoapSession, type SoapSessionOptions } from './soap-session.ts';
import { type CallWitness, TrafficCounter } from './traffic.ts';
import { Wire } from './wire.ts';

export type { RetrieveRequest } from './retrieval.ts';
export type { AdoptedSession, Session, SessionHandover } from './session-contract.ts';

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

async function logIn(opening: Opening): Promise<Session> {
  const { endpoint, exchange, options } = opening;
  const { signal, random = Math.random } = options;
  using deadline = deadlineFor(endpoint, { signals: [signal] });
  const { wireIn, restWire } = wiresOf(opening);
  const cookies = new Cookies(endpoint.host);
  const { apiVersion, wire, content } = await negotiate({ endpoint, exchange, cookies, deadline, random, wireIn });
  const wires = { wire, restWire, apiVersion, content, cookies };
  const session = new SoapSession({ ...sessionOptions(opening), ...wires, adopted: null });
  await session.logIn();
  return session;
}

/**
 * Goes on in the login of another process, which may read alone, and logs in itself where that one has ended. Asks nothing
 * before its first call.
 */
export function adoptSession(
  endpoint: Endpoint,
  credentials: Credentials,
  { apiVersion, content, cookies: handed }: SessionHandover,
  options: Omit<OpenOptions, 'writes'> = {},
): AdoptedSession {
  const traffic = new TrafficCounter();
  const exchange = new Exchange(endpoint, traffic, options);
  const opening = { endpoint, credentials, exchange, traffic, options };
  const cookies = new Cookies(endpoint.host, handed);
  const adopted = { number: 1, cookies };
  const { wireIn, restWire } = wiresOf(opening);
  const wires = { wire: wireIn(apiVersion), restWire, apiVersion, content, cookies };
  return new SoapSession({ ...sessionOptions(opening), ...wires, adopted });
}

interface Wires {
  readonly wireIn: (apiVersion: string) => Wire;
  readonly restWire: RestWire;
}

/** Wires to the endpoint, all with one prefix of operation ids. */
function wiresOf({ endpoint, exchange, traffic, options }: Opening): Wires {
  const { random = Math.random, witness = null } = options;
  const operationPrefix = `esxcheck-${randomBytes(4).toString('hex')}`;
  const common = { endpoint, exchange, traffic, operationPrefix, witness };
  return {
    wireIn: (apiVersion) => new Wire({ ...common, apiVersion, random }),
    restWire: new RestWire({ ...common, cookies: new Cookies(endpoint.host) }),
  };
}

type Settled = Omit<SoapSessionOptions, 'wire' | 'restWire' | 'apiVersion' | 'content' | 'cookies' | 'adopted'>;

function sessionOptions({ endpoint, credentials, exchange, traffic, options }: Opening): Settled {
  const {
    signal,
    random = Math.random,
    now = () => performance.now(),
    keepAliveMs = KEEP_ALIVE_MS,
    propertiesOnly = false,
    witness = null,
  } = options;
  return { endpoint, credentials, exchange, traffic, signal, random, now, keepAliveMs, propertiesOnly, witness };
}
