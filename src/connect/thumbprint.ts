import { createHash } from 'node:crypto';

/** A certificate's thumbprints, as uppercase hexadecimal pairs joined by `:` over the DER form (protocol.md 1.6). */
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
