import { escapeControlCharacters } from '../../text/cells.ts';

/**
 * Texts of the page's data, each once and harmless: thousands of hosts say the same. A text goes by its place, in addresses
 * too, so that none of them holds what somebody else has written.
 */
export class TextPlaces {
  readonly list: string[] = [];
  readonly #raw = new Map<string, number>();
  readonly #harmless = new Map<string, number>();

  /** A text as it came; -1 for what was not told. */
  of(text: string | null): number {
    if (text === null) return -1;
    const known = this.#raw.get(text);
    if (known !== undefined) return known;
    const place = this.ofHarmless(escapeControlCharacters(text));
    this.#raw.set(text, place);
    return place;
  }

  /** A text that is harmless already, and would be escaped twice otherwise. */
  ofHarmless(text: string): number {
    const known = this.#harmless.get(text);
    if (known !== undefined) return known;
    const place = this.list.push(text) - 1;
    this.#harmless.set(text, place);
    return place;
  }
}
