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
  const pattern = remembering(RE2JS.compile(source, RE2JS.CASE_INSENSITIVE));
  compiled.set(source, pattern);
  return pattern;
}

const MOST_REMEMBERED = 1024;

/** An estate has a few models of servers and processors, and a linear-time match costs more than a look-up. */
function remembering(pattern: Pattern): Pattern {
  const known = new Map<string, boolean>();
  return {
    test: (text) => {
      const found = known.get(text);
      if (found !== undefined) return found;
      const matches = pattern.test(text);
      if (known.size < MOST_REMEMBERED) known.set(text, matches);
      return matches;
    },
  };
}
