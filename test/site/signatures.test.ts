import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesOf,
  enrolText,
  isSignedBy,
  keyIdOf,
  publicKeyOf,
  rawKeyOf,
  requestText,
  rotateText,
  shipmentText,
  signText,
} from '../../src/site/signatures.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = rawKeyOf(publicKey);
const other = rawKeyOf(generateKeyPairSync('ed25519').publicKey);

const part = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\n'));
const parts = fc.record({
  site: part,
  method: part,
  path: part,
  time: part,
  nonce: part,
  body: fc.uint8Array({ maxLength: 40 }),
});

test('a request that was signed is believed', () => {
  fc.assert(
    fc.property(parts, (request) => {
      expect(isSignedBy(raw, requestText(request), signText(privateKey, requestText(request)))).toBe(true);
    }),
  );
});

test('whatever part of a request is another, it is not believed', () => {
  fc.assert(
    fc.property(parts, parts, (signed, sent) => {
      const signature = signText(privateKey, requestText(signed));
      for (const name of Object.keys(signed) as (keyof typeof signed)[]) {
        const changed = { ...signed, [name]: sent[name] };
        const isSame = Buffer.from(changed[name]).equals(Buffer.from(signed[name]));
        expect(isSignedBy(raw, requestText(changed), signature)).toBe(isSame);
      }
    }),
  );
});

function flipped(given: string, index: number, bit: number): string {
  const bytes = Buffer.from(given, 'latin1');
  bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
  return bytes.toString('latin1');
}

test('no byte of text, key or signature can be another', () => {
  const text = requestText({
    site: 'fra',
    method: 'PUT',
    path: '/site/v1/x?y',
    time: 't',
    nonce: 'n',
    body: Buffer.of(1),
  });
  const signature = signText(privateKey, text);
  for (let bit = 0; bit < 7; bit += 1) {
    for (let i = 0; i < text.length; i += 1) expect(isSignedBy(raw, flipped(text, i, bit), signature)).toBe(false);
    for (let i = 0; i < raw.length; i += 1) expect(isSignedBy(flipped(raw, i, bit), text, signature)).toBe(false);
    for (let i = 0; i < signature.length; i += 1) expect(isSignedBy(raw, text, flipped(signature, i, bit))).toBe(false);
  }
  expect(isSignedBy(other, text, signature)).toBe(false);
});

test('keys and signatures have one way to be written', () => {
  const text = rotateText('fra', raw);
  const signature = signText(privateKey, text);
  for (const suffix of ['=', '==', '\n', ' ', 'A']) {
    expect(isSignedBy(raw + suffix, text, signature)).toBe(false);
    expect(isSignedBy(raw, text, signature + suffix)).toBe(false);
  }
  expect(isSignedBy(raw, text, Buffer.from(signature, 'base64url').toString('base64'))).toBe(
    !/[+/=]/.test(Buffer.from(signature, 'base64url').toString('base64')),
  );
});

test('whatever is no key and no signature is refused without an error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (key, text, signature) => {
      expect(isSignedBy(key, text, signature)).toBe(false);
      expect(isSignedBy(raw, text, signature)).toBe(false);
    }),
  );
});

test('no end of a line gets into a text, so no two of them are one', () => {
  fc.assert(
    fc.property(part, part, part, part, (site, target, site2, target2) => {
      const same = site === site2 && target === target2;
      expect(shipmentText(site, target, 'h') === shipmentText(site2, target2, 'h')).toBe(same);
    }),
  );
  expect(() => shipmentText('fra', 'vc01\nvc02', 'h')).toThrow(RangeError);
  expect(() => enrolText('f\n', 'code', raw)).toThrow(RangeError);
});

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('the texts are those of docs/internals/server.md', () => {
  const request = { site: 'fra', method: 'POST', path: '/site/v1/hello', time: '2026-01-01T00:00:00.000Z', nonce: 'n' };
  expect(requestText({ ...request, body: Buffer.from('{}') })).toBe(
    `esxcheck-site/1\nfra\nPOST\n/site/v1/hello\n2026-01-01T00:00:00.000Z\nn\n${hash('{}')}\n`,
  );
  expect(requestText({ ...request, body: Buffer.alloc(0) })).toContain(hash(''));
  expect(shipmentText('fra', 'vc01', hash('x'))).toBe(`esxcheck-shipment/1\nfra\nvc01\n${hash('x')}\n`);
  expect(enrolText('fra', 'abc', raw)).toBe(`esxcheck-enrol/1\nfra\n${hash('abc')}\n${raw}\n`);
  expect(rotateText('fra', raw)).toBe(`esxcheck-rotate/1\nfra\n${raw}\n`);
});

test('a key travels as its 32 bytes, and OpenSSL takes the signature for what it is', () => {
  expect(Buffer.from(raw, 'base64url')).toHaveLength(32);
  expect(keyIdOf(raw)).toBe(createHash('sha256').update(Buffer.from(raw, 'base64url')).digest('hex'));
  expect(publicKeyOf(raw)?.equals(publicKey)).toBe(true);
  const spki = createPublicKey(privateKey);
  expect(verify(null, Buffer.from('x\n'), spki, Buffer.from(signText(privateKey, 'x\n'), 'base64url'))).toBe(true);
});

test('bytes are so many, written as base64url writes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.integer({ min: 1, max: 64 }), (bytes, length) => {
      const text = Buffer.from(bytes).toString('base64url');
      const read = bytesOf(text, length);
      expect(read === null ? null : [...read]).toEqual(length === bytes.length ? [...bytes] : null);
      expect(bytesOf(`${text}=`, bytes.length)).toBeNull();
    }),
  );
});
