import { MOST_CALLS } from '../connect/call-limiter.ts';
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
  /** Most calls to hosts in flight, from 1 to 256; 64 unless said. How many there are adapts to the server. */
  readonly maxCalls?: number;
  /** Ends the connection and every call; not the logout. A connection that writes takes none: `apply` has its own. */
  readonly signal?: AbortSignal;
  /** True: `apply` and `rollback` may write by it. Without it nothing that changes a host leaves this program. */
  readonly writes?: boolean;
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

function requireNumberOfCalls(maxCalls: number): void {
  if (Number.isInteger(maxCalls) && maxCalls >= 1 && maxCalls <= 256) return;
  throw new EsxcheckError('OPTION_INVALID', 'The option maxCalls takes a whole number from 1 to 256.');
}

interface OpenedSession {
  readonly session: Session;
  readonly account: string;
  readonly writes: boolean;
}

const OPENED = new WeakMap<Connected, OpenedSession>();

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
    maxCalls: options.maxCalls ?? MOST_CALLS,
  };
  requireNumberOfCalls(endpoint.maxCalls);
  const credentials: Credentials = { user: options.user, password: options.password };
  const { signal, writes = false } = options;
  if (signal !== undefined && writes) {
    // It would cut a write in flight short, and nobody would know what came of it.
    throw new EsxcheckError('OPTION_INVALID', 'A connection that writes takes no signal: give it to apply.');
  }
  const session = await openSession(endpoint, credentials, { writes, ...(signal === undefined ? {} : { signal }) });
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
  OPENED.set(connected, { session, account: options.user, writes });
  return connected;
}

/** The session behind what `connect` returned; throws a TypeError for anything else. */
export function sessionOf(connected: Connected): Session {
  return openedBy(connected).session;
}

/** Under which it was opened. */
export function accountOf(connected: Connected): string {
  return openedBy(connected).account;
}

/** Whether changes may be sent by it. */
export function mayWrite(connected: Connected): boolean {
  return openedBy(connected).writes;
}

function openedBy(connected: Connected): OpenedSession {
  const opened = OPENED.get(connected);
  if (opened === undefined) throw new TypeError('not what connect() returned');
  return opened;
}
