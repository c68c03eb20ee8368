import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EsxcheckError } from '../../src/model/errors.ts';
import { parseAddress, urlOf } from '../../src/target/address.ts';
import { runs } from '../support/sample.ts';

const parse = (text: string) => parseAddress(text, '--target');

test.each([
  ['vc01', 'https://vc01/sdk'],
  ['VC01.Example.COM.', 'https://vc01.example.com/sdk'],
  ['vc01:8443', 'https://vc01:8443/sdk'],
  ['vc01:443', 'https://vc01/sdk'],
  ['https://vc01', 'https://vc01/sdk'],
  ['HTTPS://vc01:9443/sdk/', 'https://vc01:9443/sdk'],
  ['https://vc01/', 'https://vc01/sdk'],
  ['vc01/sdk', 'https://vc01/sdk'],
  ['10.0.0.5', 'https://10.0.0.5/sdk'],
  ['[::1]:8443', 'https://[::1]:8443/sdk'],
  ['[::1]', 'https://[::1]/sdk'],
  ['2001:DB8::1', 'https://[2001:db8::1]/sdk'],
  ['2001:db8:0:0::0001', 'https://[2001:db8::1]/sdk'],
  [' vc01\n', 'https://vc01/sdk'],
  ['esx_01-a.lab', 'https://esx_01-a.lab/sdk'],
])('%j leads to %s', (text, url) => {
  expect(urlOf(parse(text))).toBe(url);
});

test.each([
  ['', 'is empty'],
  ['http://vc01', 'asks for http, but vSphere is spoken to over https alone'],
  ['ftp://vc01', 'asks for ftp'],
  ['https://', 'has no host name'],
  [':443', 'has no host name'],
  ['vc01:0', 'port'],
  ['vc01:65536', 'port'],
  ['vc01:44x', 'port'],
  ['vc01:', 'port'],
  ['https://vc01/ui', 'path other than /sdk'],
  ['vc01/sdk?x=1', 'path other than /sdk'],
  ['vc 01', 'is not a host name'],
  ['-vc01', 'is not a host name'],
  ['vc..01', 'is not a host name'],
  ['vc01\u001b[31m', 'is not a host name'],
  ['vcénter', 'xn--'],
  ['10.0.0', 'IPv4'],
  ['10.0.0.256', 'IPv4'],
  ['0x7f.1', 'IPv4'],
  ['[vc01]', 'IPv6'],
  ['fe80::1%eth0', 'zone'],
])('%j is refused: %s', (text, why) => {
  expect(() => parse(text)).toThrow(why);
});

test('a text of thousands of letters is refused without repeating it', () => {
  expect(() => parse('a'.repeat(3000))).toThrow(/^.{0,200}too long to be an address\.$/);
});

test('a URL may name an account, percent-encoded, with an @ in the user name', () => {
  expect(parse('https://administrator@vsphere.local:p%40ss%3A:w@vc01:8443/sdk')).toEqual({
    host: 'vc01',
    port: 8443,
    user: 'administrator@vsphere.local',
    password: 'p@ss::w',
  });
  expect(parse('root@esx01')).toMatchObject({ user: 'root', password: null });
});

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab1:/@[]%?#.-_ \\\u0000h'.split('')) }),
  fc.webUrl(),
  fc.ipV6(),
);

test('every text is an address or an error for people, and an address is stable', () => {
  fc.assert(
    fc.property(anything, (text) => {
      let url: string;
      try {
        url = urlOf(parse(text));
      } catch (error) {
        expect(error).toBeInstanceOf(EsxcheckError);
        return;
      }
      expect(urlOf(parse(url))).toBe(url);
      expect(new URL(url).href).toBe(url);
    }),
    { numRuns: runs(2000) },
  );
});

test('no error repeats what stands before an @', () => {
  fc.assert(
    fc.property(fc.constantFrom('', 'https://', 'http://', 'x://'), anything, (scheme, rest) => {
      try {
        parse(`${scheme}root:hunter2%@${rest}`);
        parse(`${scheme}root:hunter2@${rest}`);
      } catch (error) {
        const { message, details } = error as EsxcheckError;
        expect([message, ...details].join()).not.toContain('hunter2');
      }
    }),
  );
});
