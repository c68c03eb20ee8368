import { EsxcheckError } from '../model/errors.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';
import type { Thumbprints } from './thumbprint.ts';

/** Why Node or OpenSSL refuse a certificate, in words (protocol.md 1.6). */
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
export function isCertificateProblem(code: string): boolean {
  return Object.hasOwn(REASONS, code);
}

type Place = Pick<Endpoint, 'host' | 'port'>;

function thumbprintLines({ sha256, sha1 }: Thumbprints): readonly string[] {
  return [`SHA-256 ${sha256}`, `SHA-1 ${sha1}`];
}

/** A certificate that nothing vouches for; `shown` is null where it could not be looked at again. */
export function untrustedCertificate(place: Place, problem: string, shown: Thumbprints | null): EsxcheckError {
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
export function mismatchedCertificate(place: Place, shown: Thumbprints, expected: readonly string[]): EsxcheckError {
  const authority = authorityOf(place);
  return new EsxcheckError('CERTIFICATE_MISMATCH', `${authority} shows another certificate than the pinned one`, {
    details: [
      ...expected.map((thumbprint) => `expected ${thumbprint}`),
      ...thumbprintLines(shown).map((line) => `shown    ${line}`),
      'Either it was renewed, or someone stands in between. Find out which, then give the new one with --thumbprint.',
    ],
  });
}

export function missingCertificate(place: Place): EsxcheckError {
  return new EsxcheckError('CERTIFICATE_UNTRUSTED', `${authorityOf(place)} shows no certificate`, {
    details: ['Nothing was sent. Look at what answers on that port.'],
  });
}
