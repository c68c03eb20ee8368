import type { Credentials } from '../connect/endpoint.ts';
import { openSession, type Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import { parseAddress, urlOf } from '../target/address.ts';
import { parseThumbprint } from '../target/known-hosts.ts';

/** A server, an account, and what to trust. */
export interface ConnectOptions {
  /** vCenter or ESXi host: name, `name:port` or https URL, without user and password. */
  readonly target: string;
  readonly user: string;
  readonly password: string;
  /** SHA-256 or SHA-1 of the certificate; one of several must match. They replace the checks of chain and name. */
  readonly thumbprints?: readonly string[];
  /** Certificates in PEM form that are trusted instead of the built-in authorities. */
  readonly ca?: string;
  /** Milliseconds that each call may take; 60,000 unless said. */
  readonly timeoutMs?: number;
  /** Ends the connection and every call; not the logout. */
  readonly signal?: AbortSignal;
}

/** A login at a server. Close it, or declare it with `await using`: it logs out. */
export interface Connected extends AsyncDisposable {
  readonly url: string;
  /** Such as `VMware vCenter Server`; null where the server did not say. */
  readonly product: string | null;
  readonly version: string | null;
  readonly build: string | null;
  /** Negotiated, such as `8.0.3.0`. */
  readonly apiVersion: string;
  /** Logs out; bounded in time; never throws. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const SESSIONS = new WeakMap<Connected, Session>();

/**
 * Logs in. The certificate is verified; there is no way to switch that off here. Throws an EsxcheckError with a `code` such as
 * CERTIFICATE_UNTRUSTED, CONNECTION_REFUSED or INVALID_LOGIN.
 */
export async function connect(options: ConnectOptions): Promise<Connected> {
  const { host, port, user, password } = parseAddress(options.target, 'The target');
  if (user !== null || password !== null) {
    throw new EsxcheckError('TARGET_INVALID', `The address of ${host} has an account in it.`);
  }
  const trust = {
    thumbprints: (options.thumbprints ?? []).map((text) => parseThumbprint(text)),
    ca: options.ca ?? null,
    knownThumbprints: [],
    insecure: false,
    legacyTls: false,
  };
  const endpoint = {
    host,
    port,
    url: urlOf({ host, port }),
    trust,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
  const credentials: Credentials = { user: options.user, password: options.password };
  const { signal } = options;
  const session = await openSession(endpoint, credentials, signal === undefined ? {} : { signal });
  const { name, version, build } = session.content.about;
  const connected: Connected = {
    url: endpoint.url,
    product: name,
    version,
    build,
    apiVersion: session.apiVersion,
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session.close(),
  };
  SESSIONS.set(connected, session);
  return connected;
}

/** The session behind what `connect` returned; throws a TypeError for anything else. */
export function sessionOf(connected: Connected): Session {
  const session = SESSIONS.get(connected);
  if (session === undefined) throw new TypeError('not what connect() returned');
  return session;
}
