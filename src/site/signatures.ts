import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What a site may be called. */
export const SITE_NAME = /^[a-z0-9-]{1,40}$/;

/** Names of the headers of a signed request, in lower case (docs/internals/server.md 2.2, 2.3). */
export const SIGNATURE_HEADERS = {
  site: 'x-esxcheck-site',
  key: 'x-esxcheck-key',
  time: 'x-esxcheck-time',
  nonce: 'x-esxcheck-nonce',
  signature: 'x-esxcheck-signature',
  shipment: 'x-esxcheck-shipment-signature',
} as const;

/** A request as it is signed: what is sent, and by whom, when. */
export interface RequestToSign {
  readonly site: string;
  /** In upper case. */
  readonly method: string;
  /** With its query, as it is sent. */
  readonly path: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  /** 16 random bytes, base64url. */
  readonly nonce: string;
  /** The bytes that are sent; none where there is no body. */
  readonly body: Uint8Array;
}

/** The text under a request. Throws RangeError where a part holds the end of a line, which would make two texts one. */
export function requestText({ site, method, path, time, nonce, body }: RequestToSign): string {
  return lines('esxcheck-site/1', site, method, path, time, nonce, sha256Hex(body));
}

/** The text under the facts of one target; `sha256` is of the snapshot, not packed, in hexadecimal. Throws as `requestText`. */
export function shipmentText(site: string, target: string, sha256: string): string {
  return lines('esxcheck-shipment/1', site, target, sha256);
}

/** The text by which a new key is enrolled with a one-time code; `key` is its public half in base64url. Throws as `requestText`. */
export function enrolText(site: string, code: string, key: string): string {
  return lines('esxcheck-enrol/1', site, sha256Hex(Buffer.from(code)), key);
}

/** The text by which a new key shows that it is held, when it takes the place of an older one. Throws as `requestText`. */
export function rotateText(site: string, key: string): string {
  return lines('esxcheck-rotate/1', site, key);
}

function lines(...parts: readonly string[]): string {
  const broken = parts.find((part) => part.includes('\n'));
  if (broken !== undefined) throw new RangeError('a part of a text to sign holds the end of a line');
  return parts.map((part) => `${part}\n`).join('');
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** An Ed25519 signature over the text in UTF-8, in base64url. */
export function signText(privateKey: KeyObject, text: string): string {
  return sign(null, Buffer.from(text), privateKey).toString('base64url');
}

/**
 * Whether the signature is of that key over that text. False, and never an error, for whatever is no key and no signature: each of
 * both has one way to be written, so that no other text stands for it.
 */
export function isSignedBy(rawKey: string, text: string, signature: string): boolean {
  const key = publicKeyOf(rawKey);
  const bytes = bytesOf(signature, SIGNATURE_BYTES);
  return key !== null && bytes !== null && verify(null, Buffer.from(text), key, bytes);
}

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The public half of a key as it travels: 32 raw bytes in base64url without padding. */
export function rawKeyOf(key: KeyObject): string {
  const { crv, x } = key.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new RangeError('the key is not an Ed25519 key');
  return x;
}

/** The key of 32 raw bytes in base64url; null for what is none. */
export function publicKeyOf(rawKey: string): KeyObject | null {
  if (bytesOf(rawKey, KEY_BYTES) === null) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: rawKey }, format: 'jwk' });
  } catch {
    return null;
  }
}

/** The id of a key: the SHA-256 of its 32 raw bytes, in hexadecimal. Throws RangeError for what is no key. */
export function keyIdOf(rawKey: string): string {
  const bytes = bytesOf(rawKey, KEY_BYTES);
  if (bytes === null) throw new RangeError('the key is not 32 bytes in base64url');
  return sha256Hex(bytes);
}

/** Null unless the text is so many bytes in base64url, written as base64url writes them. */
export function bytesOf(text: string, length: number): Buffer | null {
  if (!/^[A-Za-z0-9_-]{1,200}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : null;
}
