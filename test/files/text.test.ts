import { assert, constantFrom, property, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAscii, decodeText, NotText } from '../../src/files/text.ts';

type Writing = (text: string) => Buffer;

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

const marked = (mark: readonly number[], write: Writing): Writing => {
  return (text) => Buffer.concat([Buffer.from(mark), write(text)]);
};

/** Ways in which editors and shells write text; the first is ours. */
const WRITINGS: Readonly<Record<string, Writing>> = {
  'UTF-8': (text) => Buffer.from(text, 'utf8'),
  'UTF-8 with a mark': marked([0xef, 0xbb, 0xbf], (text) => Buffer.from(text, 'utf8')),
  'UTF-16 (PowerShell)': marked([0xff, 0xfe], (text) => Buffer.from(text, 'utf16le')),
  'UTF-16, big-endian': marked([0xfe, 0xff], bigEndian),
};

const TEXT = string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && !text.startsWith('\ufeff'));

test.each(Object.entries(WRITINGS))('any text in %s is read as it is', (_name, write) => {
  assert(
    property(TEXT, (text) => {
      expect(decodeText(write(text))).toBe(text);
    }),
  );
});

test.each([
  ['UTF-16', (text: string) => Buffer.from(text, 'utf16le')],
  ['UTF-16, big-endian', bigEndian],
])('%s without a mark is known by its ASCII beginning', (_name, write) => {
  assert(
    property(TEXT, (text) => {
      expect(decodeText(write(`{"${text}`))).toBe(`{"${text}`);
    }),
  );
});

test.each([
  ['an empty file', Buffer.alloc(0), ''],
  ['a mark and nothing else', Buffer.from([0xef, 0xbb, 0xbf]), ''],
  ['one character', Buffer.from('x'), 'x'],
])('%s is read', (_what, bytes, text) => {
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  ['a lone surrogate in UTF-16', Buffer.from([0xff, 0xfe, 0x3d, 0xd8, 0x41, 0]), 'broken characters'],
  ['UTF-16 that is cut short', Buffer.from([0xff, 0xfe, 0x41, 0, 0x42]), 'broken characters'],
  ['a lone surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0x22]), 'neither UTF-8 nor UTF-16'],
  ['Latin-1', Buffer.from('M\u00fcller', 'latin1'), 'neither UTF-8 nor UTF-16'],
  ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'compressed'],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'UTF-32'],
  ['a program', Buffer.from('\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0'), 'NUL'],
])('%s is refused, and told what it is', (_what, bytes, words) => {
  expect(() => decodeText(bytes)).toThrow(NotText);
  expect(() => decodeText(bytes)).toThrow(words);
});

test('any bytes are a text without NUL, or NotText', () => {
  const begins = constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]);
  assert(
    property(begins, uint8Array({ maxLength: 64 }), (begin, rest) => {
      const bytes = Buffer.concat([Buffer.from(begin), rest]);
      try {
        expect(decodeText(bytes)).not.toContain('\0');
      } catch (error) {
        expect(error).toBeInstanceOf(NotText);
      }
      expect(decodeAscii(bytes)).toBeTypeOf('string');
    }),
  );
});
