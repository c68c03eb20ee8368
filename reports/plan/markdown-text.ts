import { harmless } from '../../src/model/harmless.ts';

/** Characters by which Markdown, or the HTML in it, would be told to do something. */
const OBEYED = /[\\`*_{}[\]()<>#+|~!&@]|:(?=\/\/)|(?<=www)\./gi;

/** Text as Markdown shows it: no markup, no link, no cell border, on one line. References by number cannot be written otherwise. */
export function markdownText(text: string): string {
  return harmless(text).replace(OBEYED, (character) => `&#${character.charCodeAt(0)};`);
}

/** One row of a table; the cells are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
