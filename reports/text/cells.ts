import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import type { Span } from './wrap.ts';

/** Paragraphs of spans. */
export type Cell = readonly (readonly Span[])[];

export interface GridColumn {
  readonly title: string;
  /** Columns of text below which it reads badly: taken from it only when nothing else is left. */
  readonly comfort: number;
}

/** Rows under a heading that spans the whole grid. */
interface Section {
  /** Null: none. */
  readonly heading: Cell | null;
  readonly rows: readonly (readonly Cell[])[];
}

export interface Grid {
  readonly head: readonly GridColumn[];
  readonly sections: readonly Section[];
}

/** A cell of one line. */
export function cell(text: string, tone: Span['tone'] = 'plain'): Cell {
  return [[{ text, tone }]];
}

export { escapeControlCharacters };

/** `harmless`, with `unknown` for what was not told. */
export function harmlessOr(text: string | null, unknown: string): string {
  return text === null || text === '' ? unknown : escapeControlCharacters(text);
}
