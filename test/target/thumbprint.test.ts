import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseThumbprint, parseThumbprint } from '../../src/target/known-hosts.ts';
import { refusalOf } from './surroundings.ts';

const digest = fc.oneof(
  fc.uint8Array({ minLength: 20, maxLength: 20 }),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
);

test('a digest reads the same in either case, with or without colons, blanks or dashes', () => {
  fc.assert(
    fc.property(digest, fc.constantFrom('', ':', ' ', '-'), fc.boolean(), (bytes, separator, isUpper) => {
      const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
      const written = pairs.join(separator);
      const normal = pairs.join(':').toUpperCase();
      expect(normaliseThumbprint(isUpper ? written.toUpperCase() : written)).toBe(normal);
    }),
  );
});

test.each(['', 'AA', 'zz'.repeat(20), 'AA'.repeat(21), 'AA:'.repeat(20), `AA:${'AA'.repeat(19)}`, 'A'.repeat(39)])(
  '%j is no thumbprint',
  (text) => {
    expect(normaliseThumbprint(text)).toBeNull();
  },
);

test('a thumbprint that is none is refused with what one looks like', async () => {
  expect((await refusalOf(() => parseThumbprint('AB:CD'))).text).toContain('64 (SHA-256) or 40 (SHA-1)');
});
