import { createHash, type X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { EsxcheckError } from '../model/errors.ts';
import { connectionError } from './connection-error.ts';
import { STRICT_TRUST, tlsOptions } from './endpoint.ts';

/** A server's certificate, for people to compare. Texts come from the server and may hold anything. */
export interface CertificateDetails extends Thumbprints {
  readonly subject: string;
  readonly issuer: string;
  /** As the certificate writes them: `Nov 23 06:42:00 2026 GMT`. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Whether Node's own checks of chain, name and dates accept it. */
  readonly chainTrusted: boolean;
  /** Why they do not, as OpenSSL or Node names it, such as `DEPTH_ZERO_SELF_SIGNED_CERT`; null when they do. */
  readonly chainProblem: string | null;
}

export interface PeekOptions {
  readonly legacyTls?: boolean;
  readonly timeoutMs?: number;
  readonly ca?: string | null;
}

const DEFAULT_PEEK_MS = 10_000;

/** Looks at the certificate that a server shows, and hangs up without having sent a byte of application data. */
export async function peekCertificate(
  host: string,
  port: number,
  { legacyTls = false, timeoutMs = DEFAULT_PEEK_MS, ca = null }: PeekOptions = {},
): Promise<CertificateDetails> {
  const trust = { ...STRICT_TRUST, insecure: true, legacyTls, ca };
  return new Promise((resolve, reject) => {
    const socket = connect(tlsOptions({ host, port, trust }));
    const fail = (error: unknown): void => reject(connectionError(error, { host, port }));
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), timeoutMs);
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (certificate === undefined) fail(new EsxcheckError('CERTIFICATE_UNTRUSTED', `${host} shows no certificate`));
      else resolve(detailsOf(certificate, socket));
      socket.destroy();
    });
    socket.on('error', fail);
    socket.once('close', () => clearTimeout(timer));
  });
}

function detailsOf(certificate: X509Certificate, socket: TLSSocket): CertificateDetails {
  return {
    ...thumbprintsOf(certificate.raw),
    subject: certificate.subject,
    issuer: certificate.issuer,
    validFrom: certificate.validFrom,
    validTo: certificate.validTo,
    chainTrusted: socket.authorized,
    chainProblem: socket.authorized ? null : chainProblem(socket),
  };
}

/** What Node found wrong with chain, name or dates; it types it as an error, and sets a text. */
export function chainProblem(socket: Pick<TLSSocket, 'authorizationError'>): string {
  const problem: unknown = socket.authorizationError;
  if (problem instanceof Error) return 'code' in problem ? String(problem.code) : problem.message;
  return String(problem);
}

/** A certificate's thumbprints, as uppercase hexadecimal pairs joined by `:` over the DER form (docs/internals/wire.md 1.6). */
export interface Thumbprints {
  readonly sha256: string;
  readonly sha1: string;
}

const BYTES = new Set([20, 32]);

/**
 * A SHA-1 or SHA-256 thumbprint in normal form, from pairs with or without `:`, in any case; null when it is neither.
 */
function normaliseThumbprint(text: string): string | null {
  const digits = text.trim().replaceAll(':', '').toUpperCase();
  if (!/^(?:[0-9A-F]{2})+$/.test(digits) || !BYTES.has(digits.length / 2)) return null;
  return pairs(digits);
}

export function thumbprintsOf(der: Uint8Array): Thumbprints {
  const digest = (algorithm: string): string => pairs(createHash(algorithm).update(der).digest('hex').toUpperCase());
  return { sha256: digest('sha256'), sha1: digest('sha1') };
}

/** Whether the certificate is one of those that the thumbprints name. */
export function isAmong(der: Uint8Array, thumbprints: readonly string[]): boolean {
  const { sha256, sha1 } = thumbprintsOf(der);
  return thumbprints.some((thumbprint) => {
    const normal = normaliseThumbprint(thumbprint);
    return normal === sha256 || normal === sha1;
  });
}

function pairs(digits: string): string {
  return digits.match(/../g)?.join(':') ?? '';
}
