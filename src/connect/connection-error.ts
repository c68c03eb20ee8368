import { EsxcheckError } from '../model/errors.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';

type Place = Pick<Endpoint, 'host' | 'port'>;

interface Explanation {
  readonly code: string;
  readonly sentence: (authority: string) => string;
  readonly next: string;
}

const NOT_FOUND: Explanation = {
  code: 'HOST_NOT_FOUND',
  sentence: (authority) => `No name server of this machine knows ${authority}`,
  next: 'Check the spelling, and whether this machine resolves the name: nslookup NAME.',
};
/** The name may be right: nobody could be asked about it. */
const NOT_RESOLVED: Explanation = {
  code: 'HOST_NOT_FOUND',
  sentence: (authority) => `The name servers of this machine do not answer about ${authority}`,
  next: 'Check the network and the name servers of this machine, then try again.',
};
const UNREACHABLE: Explanation = {
  code: 'HOST_UNREACHABLE',
  sentence: (authority) => `There is no way through the network to ${authority}`,
  next: 'Check routes, VPN and firewalls between this machine and the server.',
};
const REFUSED: Explanation = {
  code: 'CONNECTION_REFUSED',
  sentence: (authority) => `${authority} refuses the connection`,
  next: 'Check the port, and whether the server is up. vCenter and ESXi listen on 443.',
};
const TIMED_OUT: Explanation = {
  code: 'TIMEOUT',
  sentence: (authority) => `${authority} does not answer in time`,
  next: 'Check whether the server is up and reachable; --timeout gives it more time.',
};
const LOST: Explanation = {
  code: 'CONNECTION_LOST',
  sentence: (authority) => `The connection to ${authority} broke off`,
  next: 'Try again; when it happens again, look at the server and at what stands between.',
};
const OLD_TLS: Explanation = {
  code: 'TLS_TOO_OLD',
  sentence: (authority) => `${authority} and this program have no common version of TLS that is safe`,
  next: 'For vCenter or ESXi 5.5 and 6.0 add --tls-legacy, for this target only.',
};
const NOT_TLS: Explanation = {
  code: 'NOT_VSPHERE',
  sentence: (authority) => `${authority} does not speak HTTPS`,
  next: 'Check the port. vCenter and ESXi listen on 443.',
};

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: NOT_RESOLVED,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  ECONNREFUSED: REFUSED,
  ETIMEDOUT: TIMED_OUT,
  UND_ERR_CONNECT_TIMEOUT: TIMED_OUT,
  ECONNRESET: LOST,
  ECONNABORTED: LOST,
  EPIPE: LOST,
  UND_ERR_SOCKET: LOST,
  UND_ERR_CLOSED: LOST,
  UND_ERR_DESTROYED: LOST,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: LOST,
  ERR_STREAM_PREMATURE_CLOSE: LOST,
  EPROTO: OLD_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: OLD_TLS,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: OLD_TLS,
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': OLD_TLS,
  ERR_SSL_DH_KEY_TOO_SMALL: OLD_TLS,
  ERR_SSL_EE_KEY_TOO_SMALL: OLD_TLS,
  ERR_SSL_CA_KEY_TOO_SMALL: OLD_TLS,
  ERR_SSL_CA_MD_TOO_WEAK: OLD_TLS,
  ERR_SSL_WRONG_SIGNATURE_TYPE: OLD_TLS,
  ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: OLD_TLS,
  EE_KEY_TOO_SMALL: OLD_TLS,
  CA_KEY_TOO_SMALL: OLD_TLS,
  CA_MD_TOO_WEAK: OLD_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
};

/** Codes in the order in which they were found, the error's own first; Node groups attempts at several addresses. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner: readonly unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap(codesOf)];
}

export function codeOf(error: unknown): string {
  return codesOf(error)[0] ?? '';
}

/**
 * An error for people, from whatever a socket, TLS or undici threw. Errors that already are for people pass through.
 *
 * Only the code of the original is kept: undici's errors can hold the socket and what went over it.
 */
export function connectionError(error: unknown, place: Place): EsxcheckError {
  if (error instanceof EsxcheckError) return error;
  const codes = codesOf(error);
  const known = codes.map((code) => EXPLANATIONS[code]).find((explanation) => explanation !== undefined);
  const explanation = known ?? (codes.some((code) => code.startsWith('HPE_')) ? NOT_TLS : LOST);
  const details = [explanation.next, ...(codes[0] === undefined ? [] : [`(${codes[0]})`])];
  return new EsxcheckError(explanation.code, explanation.sentence(authorityOf(place)), { details });
}
