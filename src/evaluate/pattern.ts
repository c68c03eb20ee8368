import { RE2JS } from 're2js';

export interface Pattern {
  test(text: string): boolean;
}

const compiled = new Map<string, Pattern>();

/**
 * A rule's regular expression: RE2 syntax, so matching is linear in the text; unanchored and case-insensitive.
 * Compiled once. Throws re2js's own error for an expression that RE2 does not know.
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  compiled.set(source, pattern);
  return pattern;
}
