import { callbackify } from 'node:util';
import { connect, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { EsxcheckError } from '../model/errors.ts';
import {
  isCertificateProblem,
  mismatchedCertificate,
  missingCertificate,
  untrustedCertificate,
} from './certificate-error.ts';
import { chainProblem, peekCertificate } from './certificate.ts';
import { codeOf, connectionError } from './connection-error.ts';
import type { Endpoint } from './endpoint.ts';
import { isAmong, thumbprintsOf, type Thumbprints } from './thumbprint.ts';
import { tlsOptions } from './tls-options.ts';

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
