import { harmless } from '../../src/model/harmless.ts';

export { harmless };

/** `harmless`, with `unknown` for what was not told. */
export function harmlessOr(text: string | null, unknown: string): string {
  return text === null || text === '' ? unknown : harmless(text);
}
