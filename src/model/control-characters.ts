/** Controls, invisible format characters (bidi among them), line separators and lone surrogates. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A backslash that would read as one of our own escapes. */
const FALSE_ESCAPE = /\\(?=u)/g;

/**
 * Text from a host, a file or a server as it may be printed: one line, without anything a terminal obeys.
 *
 * What is taken out is shown as `\u001b` (`\u{e0001}` above U+FFFF), so that two different names stay different.
 */
export function escapeControlCharacters(text: string): string {
  return text.replace(FALSE_ESCAPE, '\\u005c').replace(HARMFUL, escapeOf);
}

function escapeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const digits = point.toString(16).padStart(4, '0');
  return digits.length === 4 ? `\\u${digits}` : `\\u{${digits}}`;
}
