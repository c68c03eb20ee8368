import { createHash } from 'node:crypto';
import { EsxcheckError } from '../model/errors.ts';
import { memberOf, Misfit } from '../snapshot/shape.ts';
import { entryShape, type SiteEntry } from './entry.ts';

const SITE_CATALOG_SCHEMA = 'esxcheck.site-catalog/1';

/** An entry as it stands in the file: one line of JSON. */
export interface SiteRecord {
  /** From 1 on, without gaps. */
  readonly number: number;
  /** ISO 8601, UTC: when it was written. */
  readonly at: string;
  /** `hash` of the record before; 64 zeros in the first. */
  readonly previous: string;
  readonly entry: SiteEntry;
  /** SHA-256 over the line without this member. */
  readonly hash: string;
}

const NOTHING_BEFORE = '0'.repeat(64);

/** The records with one more behind them; the first of all says what file it is. */
export function withEntry(records: readonly SiteRecord[], at: string, entry: SiteEntry): readonly SiteRecord[] {
  const begun = records.length > 0 ? records : [recordAfter(null, at, { kind: 'begun', schema: SITE_CATALOG_SCHEMA })];
  return [...begun, recordAfter(begun.at(-1) ?? null, at, entry)];
}

function recordAfter(last: SiteRecord | null, at: string, entry: SiteEntry): SiteRecord {
  const unsigned = { number: (last?.number ?? 0) + 1, at, previous: last?.hash ?? NOTHING_BEFORE, entry };
  return { ...unsigned, hash: hashOf({ ...unsigned, entry: written(entry) }) };
}

export function lineOf({ number, at, previous, entry, hash }: SiteRecord): string {
  return `${JSON.stringify({ number, at, previous, entry: written(entry), hash })}\n`;
}

/** Maps are lists of pairs: a name may be any text. */
function written(entry: SiteEntry): object {
  return entry.kind === 'learnt' ? { ...entry, defaults: [...entry.defaults] } : entry;
}

function hashOf(unsigned: object): string {
  return createHash('sha256').update(JSON.stringify(unsigned)).digest('hex');
}

/** The records in the text of a catalog file, every link of their chain looked at. Throws CATALOG_CHANGED. */
export function parseRecords(text: string, path: string): readonly SiteRecord[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw changed(path, lines.length + 1, 'it breaks off');
  const records: SiteRecord[] = [];
  for (const line of lines) {
    const number = records.length + 1;
    const record = recordIn(line, path, number);
    const last = records.at(-1);
    const isNext = record.number === number && record.previous === (last?.hash ?? NOTHING_BEFORE);
    if (!isNext || (number === 1) !== (record.entry.kind === 'begun')) {
      throw changed(path, number, 'it does not follow the line before');
    }
    records.push(record);
  }
  return records;
}

/** Only exactly what was written is taken: the hash is that of the very line. */
function recordIn(line: string, path: string, number: number): SiteRecord {
  const value = jsonIn(line, path, number);
  const [at, previous, hash] = ['at', 'previous', 'hash'].map((key) => memberOf(value, key));
  if (typeof at !== 'string' || typeof previous !== 'string' || typeof hash !== 'string') {
    throw changed(path, number, 'it is no record of a catalog');
  }
  const raw = { number: memberOf(value, 'number'), at, previous, entry: memberOf(value, 'entry') };
  if (JSON.stringify({ ...raw, hash }) !== line || hashOf(raw) !== hash) {
    throw changed(path, number, 'it was changed after it was written');
  }
  try {
    return { number: Number(raw.number), at, previous, entry: entryShape(raw.entry), hash };
  } catch (error) {
    throw error instanceof Misfit ? changed(path, number, error.message) : error;
  }
}

function jsonIn(line: string, path: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What is no JSON is no record either.
  }
  throw changed(path, number, 'it is no record of a catalog');
}

function changed(path: string, line: number, why: string): EsxcheckError {
  return new EsxcheckError(
    'CATALOG_CHANGED',
    `Line ${line} of the catalog ${JSON.stringify(path)} cannot be used: ${why}.`,
    {
      details: [
        'Nothing of it is relied on, since what it tells could lead to a wrong prediction.',
        'Put back a copy that was kept, or move the file away and learn again from the snapshots.',
      ],
    },
  );
}
