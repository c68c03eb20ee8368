import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** What a client must trust for the chain to hold: the certificate itself, or its authority. */
  readonly anchor: string;
  readonly sha256: string;
  readonly sha1: string;
}

export interface CertificateOptions {
  /** Signed by an authority of its own instead of by itself. */
  readonly signed?: boolean;
  readonly expired?: boolean;
  readonly name?: string;
}

const DAY = 86_400_000;
const KEY = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

async function authority(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'test authority' }], {
    ...KEY,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** A certificate for localhost and the loopback addresses, unless another name is given. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<TestCertificate> {
  const ca = options.signed === true ? await authority() : undefined;
  const from = Date.now() - (options.expired === true ? 100 : 1) * DAY;
  const addresses = [
    { type: 7, ip: '127.0.0.1' },
    { type: 7, ip: '::1' },
  ] as const;
  const made = await generate([{ name: 'commonName', value: options.name ?? 'localhost' }], {
    ...KEY,
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + 50 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: options.name ?? 'localhost' }, ...(options.name === undefined ? addresses : [])],
      },
    ],
    ...(ca === undefined ? {} : { ca }),
  });
  const { fingerprint256, fingerprint } = new X509Certificate(made.cert);
  return {
    cert: made.cert,
    key: made.private,
    anchor: ca?.cert ?? made.cert,
    sha256: fingerprint256,
    sha1: fingerprint,
  };
}
