import { EsxcheckError } from '../model/errors.ts';

/** Bytes of a SHA-1 and of a SHA-256 digest. */
const LENGTHS = [20, 32];

/** `AA:BB:..` of 20 or 32 bytes from hexadecimal digits with or without separators; null for anything else. */
export function normaliseThumbprint(text: string): string | null {
  const trimmed = text.trim();
  if (!/^(?:[0-9a-f]{2}(?:([:\s-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*)?|(?:[0-9a-f]{2})+)$/i.test(trimmed)) return null;
  const pairs = trimmed.replace(/[^0-9a-f]/gi, '').match(/../g) ?? [];
  return LENGTHS.includes(pairs.length) ? pairs.join(':').toUpperCase() : null;
}

/** A thumbprint given by people. Throws EsxcheckError THUMBPRINT_INVALID. */
export function parseThumbprint(text: string): string {
  const thumbprint = normaliseThumbprint(text);
  if (thumbprint !== null) return thumbprint;
  throw new EsxcheckError(
    'THUMBPRINT_INVALID',
    `The thumbprint ${JSON.stringify(text.slice(0, 120))} is neither SHA-256 nor SHA-1.`,
    {
      details: ['It has 64 (SHA-256) or 40 (SHA-1) hexadecimal digits, with or without colons between the pairs.'],
    },
  );
}
