import { stringify } from 'csv-stringify/sync';
import type { ScannedHost } from '../../src/model/scan.ts';
import { escapeControlCharacters } from '../text/cells.ts';

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
  // A column can be called after something that comes from outside, such as an advisory.
  let batch: CsvValue[][] = [columns.map(({ name }) => defused(name))];
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
  const text = escapeControlCharacters(value);
  return BLANKS_THEN_FORMULA.test(text) ? `'${text}` : text;
}

/** Who and where a host is: the columns that every CSV begins with, in this order. */
export const HOST_COLUMNS: readonly CsvColumn<ScannedHost>[] = [
  { name: 'host', valueOf: (host) => host.name },
  { name: 'target', valueOf: (host) => host.target },
  { name: 'datacenter', valueOf: (host) => host.datacenter },
  { name: 'cluster', valueOf: (host) => host.cluster },
  { name: 'host_id', valueOf: (host) => host.id },
  { name: 'uuid', valueOf: (host) => host.uuid },
  { name: 'serial', valueOf: (host) => host.serial },
  { name: 'vendor', valueOf: (host) => host.vendor },
  { name: 'model', valueOf: (host) => host.model },
  { name: 'version', valueOf: (host) => host.version },
  { name: 'build', valueOf: (host) => host.build },
  { name: 'release', valueOf: (host) => host.release },
  { name: 'connection_state', valueOf: (host) => host.connectionState },
  { name: 'in_maintenance_mode', valueOf: (host) => host.inMaintenanceMode },
  { name: 'boot_time', valueOf: (host) => host.bootTime },
];
