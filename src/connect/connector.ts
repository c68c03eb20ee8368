import { connect, type TLSSocket } from 'node:tls';
import { callbackify } from 'node:util';
import type { buildConnector } from 'undici';
import { EsxcheckError } from '../model/errors.ts';
import { chainProblem, isAmong, peekCertificate, type Thumbprints, thumbprintsOf } from './certificate.ts';
import { codeOf, connectionError } from './connection-error.ts';
import { authorityOf, type Endpoint, tlsOptions } from './endpoint.ts';

/** Longest wait for TCP and TLS together, within the time-out of the call. */
const MOST_CONNECT_MS = 15_000;
const PROBE_EVERY_MS = 60_000;

/**
 * Opens connections to one endpoint, until the signal. The certificate is judged on the connected socket, on every
 * connection, before the socket is handed over: until then nobody can have written to it.
 */
export function judgingConnector(endpoint: Endpoint, signal: AbortSignal): buildConnector.connector {
  const open = callbackify(() => connectJudged(endpoint, signal));
  return (_options, callback) => {
    open((error: Error | null, socket) => (error === null ? callback(null, socket) : callback(error, null)));
  };
}

async function connectJudged(endpoint: Endpoint, signal: AbortSignal): Promise<TLSSocket> {
  try {
    return await connectOnce(endpoint, signal);
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof EsxcheckError || !isCertificateProblem(code)) throw connectionError(error, endpoint);
    throw untrustedCertificate(endpoint, code, await lookAgain(endpoint));
  }
}

/** Node destroys a socket that it refuses, its certificate with it; the thumbprints take a second look. */
async function lookAgain({ host, port, trust }: Endpoint): Promise<Thumbprints | null> {
  try {
    return await peekCertificate(host, port, { legacyTls: trust.legacyTls });
  } catch {
    return null;
  }
}

function connectOnce(endpoint: Endpoint, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(tlsOptions(endpoint));
    const giveUp = (code: string): void => void socket.destroy(Object.assign(new Error(code), { code }));
    const abort = (): void => giveUp('UND_ERR_CLOSED');
    const timer = setTimeout(() => giveUp('ETIMEDOUT'), Math.min(endpoint.timeoutMs, MOST_CONNECT_MS));
    signal.addEventListener('abort', abort, { once: true });
    socket.setNoDelay(true).setKeepAlive(true, PROBE_EVERY_MS);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      const refusal = refusalOf(socket, endpoint);
      if (refusal === null) resolve(socket);
      else socket.destroy(refusal);
    });
    // Stays for the life of the socket: an error between the hand-over and its first use must not be fatal.
    socket.on('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
}

/** Why a connected server is not to be trusted; null when it is. */
function refusalOf(socket: TLSSocket, endpoint: Endpoint): EsxcheckError | null {
  const { thumbprints, knownThumbprints, insecure } = endpoint.trust;
  const der = socket.getPeerX509Certificate()?.raw;
  if (der === undefined || socket.isSessionReused()) return missingCertificate(endpoint);
  if (thumbprints.length > 0) {
    return isAmong(der, thumbprints) ? null : mismatchedCertificate(endpoint, thumbprintsOf(der), thumbprints);
  }
  if (insecure || socket.authorized || isAmong(der, knownThumbprints)) return null;
  return untrustedCertificate(endpoint, chainProblem(socket), thumbprintsOf(der));
}

/** Why Node or OpenSSL refuse a certificate, in words (docs/internals/wire.md 1.6). */
const REASONS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'a certificate that no known authority signed (it signed itself)',
  SELF_SIGNED_CERT_IN_CHAIN: 'a certificate of an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'a certificate that no known authority signed',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'a certificate that no known authority signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'a certificate that no known authority signed',
  CERT_UNTRUSTED: 'a certificate that no known authority signed',
  INVALID_CA: 'a certificate signed by one that is no authority',
  INVALID_PURPOSE: 'a certificate that is not made for servers',
  CERT_REVOKED: 'a certificate that was revoked',
  CERT_SIGNATURE_FAILURE: 'a certificate with a false signature',
  CERT_NOT_YET_VALID: 'a certificate that is not valid yet: look at the clocks of both sides',
  CERT_HAS_EXPIRED: 'a certificate that has expired',
  CERT_CHAIN_TOO_LONG: 'a certificate with too long a chain',
  PATH_LENGTH_EXCEEDED: 'a certificate with too long a chain',
  HOSTNAME_MISMATCH: 'a certificate for another name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'a certificate for another name',
};

/** Whether an error code says that the certificate, and not the connection, is the trouble. */
function isCertificateProblem(code: string): boolean {
  return Object.hasOwn(REASONS, code);
}

type Place = Pick<Endpoint, 'host' | 'port'>;

function thumbprintLines({ sha256, sha1 }: Thumbprints): readonly string[] {
  return [`SHA-256 ${sha256}`, `SHA-1 ${sha1}`];
}

/** A certificate that nothing vouches for; `shown` is null where it could not be looked at again. */
function untrustedCertificate(place: Place, problem: string, shown: Thumbprints | null): EsxcheckError {
  const authority = authorityOf(place);
  const code = problem === 'CERT_HAS_EXPIRED' ? 'CERTIFICATE_EXPIRED' : 'CERTIFICATE_UNTRUSTED';
  const reason = REASONS[problem] ?? `a certificate that was refused (${problem})`;
  const details =
    shown === null
      ? [`Look at it with: esxcheck trust ${authority}`]
      : [
          ...thumbprintLines(shown),
          `Compare them with what the server's own console shows. If they are the same, run: esxcheck trust ${authority}`,
          `or give --thumbprint ${shown.sha256}`,
        ];
  return new EsxcheckError(code, `${authority} shows ${reason}`, { details });
}

/** Not the certificate that a pin names: never to be worked around by a flag. */
function mismatchedCertificate(place: Place, shown: Thumbprints, expected: readonly string[]): EsxcheckError {
  const authority = authorityOf(place);
  return new EsxcheckError('CERTIFICATE_MISMATCH', `${authority} shows another certificate than the pinned one`, {
    details: [
      ...expected.map((thumbprint) => `expected ${thumbprint}`),
      ...thumbprintLines(shown).map((line) => `shown    ${line}`),
      'Either it was renewed, or someone stands in between. Find out which, then give the new one with --thumbprint.',
    ],
  });
}

function missingCertificate(place: Place): EsxcheckError {
  return new EsxcheckError('CERTIFICATE_UNTRUSTED', `${authorityOf(place)} shows no certificate`, {
    details: ['Nothing was sent. Look at what answers on that port.'],
  });
}
