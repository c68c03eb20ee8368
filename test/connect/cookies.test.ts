import { array, assert, constantFrom, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { Cookies } from '../../src/connect/cookies.ts';

const NOW = Date.parse('2026-02-01T00:00:00Z');

/** The header of a request to /sdk after these answers. */
function headerAfter(headers: readonly string[], host = 'vc01.lab', at = NOW): string | null {
  const cookies = new Cookies(host);
  cookies.take(headers, '/sdk', NOW);
  return cookies.headerFor('/sdk', at);
}

test('every cookie of the host is given back as it was set, quotes included', () => {
  expect(headerAfter(['vmware_soap_session="abc"; Path=/; HttpOnly; Secure', 'AWSALB=x/y+z==; Path=/'])).toBe(
    'vmware_soap_session="abc"; AWSALB=x/y+z==',
  );
});

test.each([
  ['another path', 'a=1; Path=/ui', null],
  ['a path that begins alike', 'a=1; Path=/sdk2', null],
  ['a path above', 'a=1; Path=/', 'a=1'],
  ['its own path', 'a=1; Path=/sdk', 'a=1'],
  ['no path', 'a=1', 'a=1'],
  ['a path that is none', 'a=1; Path=ui', 'a=1'],
  ['the host itself', 'a=1; Domain=vc01.lab', 'a=1'],
  ['a domain above', 'a=1; Domain=.LAB', 'a=1'],
  ['another host', 'a=1; Domain=vc02.lab', null],
  ['a domain that ends alike', 'a=1; Domain=c01.lab', null],
  ['no name', '=1', null],
  ['no value', 'a=', 'a='],
  ['control characters', 'a=\u0001', null],
  ['more than it may have', `a=${'x'.repeat(5000)}`, null],
])('a cookie with %s', (_what, header, expected) => {
  expect(headerAfter([header])).toBe(expected);
});

test('an address has no domain above it', () => {
  expect(headerAfter(['a=1; Domain=0.1'], '10.0.0.1')).toBeNull();
  expect(headerAfter(['a=1; Domain=10.0.0.1'], '10.0.0.1')).toBe('a=1');
});

test('a name that is set again replaces the one of the same path; of two paths the longer comes first', () => {
  expect(headerAfter(['a=1; Path=/', 'a=2; Path=/'])).toBe('a=2');
  expect(headerAfter(['a=1; Path=/', 'a=2; Path=/sdk'])).toBe('a=2; a=1');
  expect(headerAfter(['vmware_soap_session=1; Path=/', 'vmware_soap_session=2; Path=/sdk'])).toBe(
    'vmware_soap_session=2',
  );
});

test.each(['a=; Max-Age=0', 'a=; Max-Age=-1', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
  '%s takes it away',
  (header) => {
    expect(headerAfter(['a=1', header])).toBeNull();
  },
);

test('a cookie ends when it says so', () => {
  expect(headerAfter(['a=1; Max-Age=60'], 'vc01.lab', NOW + 59_000)).toBe('a=1');
  expect(headerAfter(['a=1; Max-Age=60'], 'vc01.lab', NOW + 61_000)).toBeNull();
});

test('a new login keeps what leads to the node, and not the session', () => {
  const cookies = new Cookies('vc01.lab');
  cookies.take(['vmware_soap_session="abc"; Path=/', 'node=1; Path=/'], '/sdk', NOW);
  const next = cookies.withoutSession();
  expect([next.hasSession, next.headerFor('/sdk', NOW)]).toEqual([false, 'node=1']);
  next.take(['node=2; Path=/'], '/sdk', NOW);
  expect(cookies.headerFor('/sdk', NOW)).toBe('vmware_soap_session="abc"; node=1');
});

test('whatever a server sets, the header stays one line of a size that servers take', () => {
  const text = string({ unit: 'binary', maxLength: 3000 });
  const part = constantFrom('; Path=/', '; Path=/sdk', '; Max-Age=5', '; Domain=lab', '; Secure', '');
  const header = record({ name: text, value: text, part }).map(
    ({ name, value, part: more }) => `${name}=${value}${more}`,
  );
  assert(
    property(array(header, { maxLength: 40 }), (headers) => {
      const sent = headerAfter(headers) ?? '';
      expect(sent).toMatch(/^[ -~]*$/);
      expect(sent.length).toBeLessThanOrEqual(16 * 1024 + 2 * headers.length);
    }),
  );
});
