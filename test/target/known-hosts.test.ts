import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatKnownHosts, knownThumbprint, parseKnownHosts, withThumbprint } from '../../src/target/known-hosts.ts';

const SHA1 = Array.from({ length: 20 }, () => 'A1').join(':');
const SHA256 = Array.from({ length: 32 }, () => 'B2').join(':');
const vc01 = { host: 'vc01', port: 443 };

test.each([
  [`vc01 ${SHA1}`, vc01],
  [`vc01:443 ${SHA1}`, vc01],
  [`VC01:443 ${SHA1.toLowerCase()}`, vc01],
  [`vc01:8443 ${SHA1}`, { host: 'vc01', port: 8443 }],
  [`[::1]:443 ${SHA1}`, { host: '::1', port: 443 }],
  [`[::1] ${SHA1}`, { host: '::1', port: 443 }],
  [`::1 ${SHA1}`, { host: '::1', port: 443 }],
  [`vc01 ${SHA1}\r\n`, vc01],
])('the line %j is about its server', (line, address) => {
  expect(knownThumbprint(parseKnownHosts(line), address)).toBe(SHA1);
});

test.each([
  `vc01:8443 ${SHA1}`,
  `vc011 ${SHA1}`,
  `# vc01 ${SHA1}`,
  `vc01\t${SHA1}`,
  `vc01${SHA1}`,
  `vc01 not-hexadecimal`,
  `vc01 ${SHA1} ${SHA1}`,
  ` vc01 ${SHA1}`,
  `__proto__ ${SHA1}`,
  '\u0000\u001b',
])('the line %j says nothing about vc01', (line) => {
  expect(knownThumbprint(parseKnownHosts(line), vc01)).toBeNull();
});

test('of several lines for one server the last holds', () => {
  expect(knownThumbprint(parseKnownHosts(`vc01 ${SHA1}\nvc01:443 ${SHA256}\n`), vc01)).toBe(SHA256);
});

test('a pin leaves every other line as it is, stands once, and is found again', () => {
  const line = fc.oneof(
    fc.constant(`vc01 ${SHA1}`),
    fc.constant(`vc02 ${SHA1}`),
    fc.string().filter((s) => !/[\r\n]/.test(s)),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const before = parseKnownHosts(formatKnownHosts(lines));
      const after = parseKnownHosts(formatKnownHosts(withThumbprint(before, vc01, SHA256)));
      expect(after).toEqual([...before.filter((one) => one !== `vc01 ${SHA1}`), `vc01:443 ${SHA256}`]);
      expect(knownThumbprint(after, vc01)).toBe(SHA256);
      expect(withThumbprint(after, vc01, SHA256)).toEqual(after);
    }),
  );
});
