import { BlockList, isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInside, parseNetwork } from '../../src/model/ip-network.ts';
import { runs } from '../support/sample.ts';

function inside(inner: string, outer: string): boolean {
  const [one, other] = [parseNetwork(inner), parseNetwork(outer)];
  if (one === null || other === null) throw new Error(`${inner} or ${outer} is no network`);
  return isInside(one, other);
}

/** Addresses of few bits that differ, so that many fall inside a random network. */
const v4 = fc.tuple(fc.nat(3), fc.nat(255)).map(([high, low]) => `10.0.${high}.${low}`);
const v6 = fc.tuple(fc.nat(3), fc.nat(65_535)).map(([high, low]) => `2001:db8::${high}:${low.toString(16)}`);

test('an address is inside a network exactly when node:net says so', () => {
  const pair = fc.oneof(
    fc.tuple(v4, v4, fc.integer({ min: 0, max: 32 })),
    fc.tuple(v6, v6, fc.integer({ min: 0, max: 128 })),
    fc.tuple(fc.ipV6(), fc.ipV6(), fc.nat(16)),
  );
  fc.assert(
    fc.property(pair, ([address, base, prefix]) => {
      const family = isIPv6(base) ? 'ipv6' : 'ipv4';
      const list = new BlockList();
      list.addSubnet(base, prefix, family);
      expect(inside(address, `${base}/${prefix}`)).toBe(list.check(address, family));
    }),
    { numRuns: runs(2_000) },
  );
});

test.each([
  ['10.9.0.0/16', '10.9.0.0/16', true],
  ['10.9.4.0/24', '10.9.0.0/16', true],
  ['10.9.0.0/15', '10.9.0.0/16', false],
  ['10.10.0.0/16', '10.9.0.0/16', false],
  ['10.9.7.7/24', '10.9.3.3/16', true],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['1.2.3.4', '::/0', false],
  ['2001:db8::/48', '2001:db8::/32', true],
  ['::ffff:10.9.0.1', '10.9.0.0/16', true],
  ['10.9.0.1', '::ffff:10.9.0.0/112', true],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
  ['::1.2.3.4', '::102:304', true],
])('%s inside %s: %s', (inner, outer, expected) => {
  expect(inside(inner, outer)).toBe(expected);
});

test.each([
  '',
  'esx01',
  '10.9.0.0/33',
  '10.9.0/16',
  '10.9.0.0/',
  '10.9.0.0/8/8',
  '010.9.0.1',
  'fe80::1%eth0',
  '::/129',
  '1.2.3.4/-1',
  '/8',
  '__proto__',
])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeNull();
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef:./'.split('')) })),
      (text) => void parseNetwork(text),
    ),
  );
});
