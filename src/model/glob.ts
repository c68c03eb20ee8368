import { RE2JS } from 're2js';

/** Matches a whole name, any case, where `*` is any text and `?` one character. Linear time, whatever the pattern. */
export function globMatcher(glob: string): (name: string) => boolean {
  const source = RE2JS.quote(glob).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  return (name) => pattern.matches(name);
}
