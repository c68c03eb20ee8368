import { stringify } from 'csv-stringify/sync';
import { harmless } from '../text/harmless.ts';

/** Null is an empty cell. */
export type CsvValue = string | number | boolean | null;

/** A column: its name in the header, and what a record has in it. */
export interface CsvColumn<Item> {
  readonly name: string;
  readonly valueOf: (item: Item) => CsvValue;
}

const BATCH = 200;

/** csv-stringify defuses a formula only at the very start, while spreadsheets skip blanks before it. */
const BLANKS_THEN_FORMULA = /^\s+[=+\-@\uff0b\uff0d\uff1d\uff20]/;

/**
 * A header and a line an item: comma, double quotes, newline (RFC 4180 but for the line ends).
 *
 * Controls are shown as `\u001b`, so that a record is one line; a text that a spreadsheet would calculate gets a `'` before it.
 */
export function* csvText<Item>(columns: readonly CsvColumn<Item>[], items: Iterable<Item>): Iterable<string> {
  let batch: CsvValue[][] = [columns.map(({ name }) => name)];
  for (const item of items) {
    batch.push(columns.map(({ valueOf }) => defused(valueOf(item))));
    if (batch.length < BATCH) continue;
    yield lines(batch);
    batch = [];
  }
  if (batch.length > 0) yield lines(batch);
}

function lines(rows: readonly CsvValue[][]): string {
  return stringify([...rows], { escape_formulas: true, record_delimiter: 'unix', cast: { boolean: String } });
}

function defused(value: CsvValue): CsvValue {
  if (typeof value !== 'string') return value;
  const text = harmless(value);
  return BLANKS_THEN_FORMULA.test(text) ? `'${text}` : text;
}
