import { X509Certificate } from 'node:crypto';

export type CertificateKind = 'self-signed' | 'ca-signed' | 'expired' | 'not-yet-valid' | 'wrong-name';

/** A certificate made for one run of the simulator; nothing of it is ever stored. */
export interface ServerCertificate {
  readonly pem: string;
  readonly privateKey: string;
  /** PEM of the authority that signed it; null when it signed itself. */
  readonly authority: string | null;
  /** Upper-case pairs joined by colons over the DER form (docs/internals/wire.md 1.6). */
  readonly sha256: string;
  readonly sha1: string;
}

const DAY = 24 * 60 * 60 * 1000;
const DAYS = {
  'self-signed': [-1, 3650],
  'ca-signed': [-1, 3650],
  'wrong-name': [-1, 3650],
  expired: [-400, -35],
  'not-yet-valid': [35, 400],
} as const;

/** Makes a fresh key and certificate for localhost, 127.0.0.1 and ::1 (but for `wrong-name`). */
export async function makeCertificate(kind: CertificateKind = 'self-signed'): Promise<ServerCertificate> {
  const authority = kind === 'ca-signed' ? await makeAuthority() : null;
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: nameFor(kind) }], {
    ...validity(kind),
    ...KEY,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: alternativeNames(kind) },
    ],
    ...(authority === null ? {} : { ca: { key: authority.private, cert: authority.cert } }),
  });
  const { fingerprint256, fingerprint } = new X509Certificate(made.cert);
  return {
    pem: made.cert,
    privateKey: made.private,
    authority: authority?.cert ?? null,
    sha256: fingerprint256,
    sha1: fingerprint,
  };
}

const KEY = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

async function makeAuthority(): Promise<{ private: string; cert: string }> {
  const { generate } = await import('selfsigned');
  return generate([{ name: 'commonName', value: 'esxcheck simulator authority' }], {
    ...validity('self-signed'),
    ...KEY,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
}

function validity(kind: CertificateKind): { notBeforeDate: Date; notAfterDate: Date } {
  const [from, to] = DAYS[kind];
  return { notBeforeDate: new Date(Date.now() + from * DAY), notAfterDate: new Date(Date.now() + to * DAY) };
}

function nameFor(kind: CertificateKind): string {
  return kind === 'wrong-name' ? 'another-vcenter.invalid' : 'localhost';
}

function alternativeNames(kind: CertificateKind): { type: 2 | 7; value?: string; ip?: string }[] {
  if (kind === 'wrong-name') return [{ type: 2, value: nameFor(kind) }];
  return [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
    { type: 7, ip: '::1' },
  ];
}
