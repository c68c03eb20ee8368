import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeControlCharacters } from '../../reports/text/cells.ts';
import { hostileText } from './hostile.ts';

/** Undoes the escapes, to show that nothing was lost. */
function unescaped(text: string): string {
  return text.replaceAll(/\\u(?:\{([0-9a-f]+)\}|([0-9a-f]{4}))/g, (_, long: string | undefined, short: string) =>
    String.fromCodePoint(parseInt(long ?? short, 16)),
  );
}

test('escapes are shown, not obeyed and not dropped', () => {
  expect(escapeControlCharacters('\u001b[31mred\nline\u202e')).toBe('\\u001b[31mred\\u000aline\\u202e');
  expect(escapeControlCharacters('\u{e0001}\ud800')).toBe('\\u{e0001}\\ud800');
});

test('ordinary names stay as they are', () => {
  expect(escapeControlCharacters('LAB\\esx-01.näme 漢字 =1 "x"')).toBe('LAB\\esx-01.näme 漢字 =1 "x"');
});

test('different texts stay different, even one that spells an escape out', () => {
  expect(escapeControlCharacters('\\u001b')).not.toBe(escapeControlCharacters('\u001b'));
  fc.assert(
    fc.property(hostileText(), (text) => {
      expect(unescaped(escapeControlCharacters(text))).toBe(text);
    }),
  );
});

test('what comes out is on one line and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      expect(escapeControlCharacters(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});
