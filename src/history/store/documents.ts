import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { EsxcheckError } from '../../model/errors.ts';
import type { Scan } from '../../model/scan.ts';
import type { Database } from './database.ts';
import { damaged } from './history-error.ts';
import { headOf, partsOf, type ScanPart } from './parts.ts';

/** Characters of one document: half of what a string of Node.js holds. A part comes nowhere near, but for findings of enormous texts. */
const LARGEST = 256 * 1024 * 1024;

/** Writes a scan as `esxcheck.scan/1`, in pieces. */
export type Render = (scan: Scan) => Iterable<string>;

interface Packed {
  readonly hash: string;
  readonly zipped: Buffer;
}

export interface PackedPart extends Packed {
  readonly target: string;
  readonly positions: readonly number[];
}

/** A scan as rows hold it. `hash` is that of the whole document; without parts, `zipped` is that document. */
export interface PackedScan extends Packed {
  readonly parts: readonly PackedPart[];
}

/** Makes documents of a scan, before anything is kept. Throws HISTORY_SCAN_TOO_LARGE. */
export function packScan(scan: Scan, render: Render): PackedScan {
  const parts = partsOf(scan);
  if (parts.length <= 1) {
    const document = textOf(render(scan));
    return { hash: hashOf([document]), zipped: gzipSync(document), parts: [] };
  }
  const hash = hashOf(render(scan));
  const head = { target: '', positions: [], scan: headOf(scan) };
  const packed = [head, ...parts].map(({ target, positions, scan: part }, number): PackedPart => {
    const document = textOf(render(part));
    const own = hashOfPart({ scan: hash, number, positions: JSON.stringify(positions), document });
    return { target, positions, hash: own, zipped: gzipSync(document) };
  });
  return { hash, zipped: Buffer.alloc(0), parts: packed };
}

interface PartOfScan {
  /** Hash of the whole scan: a part of another one is none of it. */
  readonly scan: string;
  readonly number: number;
  readonly positions: string;
  readonly document: string;
}

function hashOfPart({ scan, number, positions, document }: PartOfScan): string {
  return hashOf([`${scan} ${number} ${positions}\n`, document]);
}

function textOf(pieces: Iterable<string>): string {
  let text = '';
  for (const piece of pieces) {
    if (text.length + piece.length > LARGEST) throw tooLarge();
    text += piece;
  }
  return text;
}

function tooLarge(): EsxcheckError {
  return new EsxcheckError('HISTORY_SCAN_TOO_LARGE', 'The scan is too large to be kept, and nothing of it was.', {
    details: [
      `What one target told takes more than ${LARGEST / 1024 / 1024} MB.`,
      'Scan it in parts, by --compute-resource.',
    ],
  });
}

const BATCH = 65_536;

function hashOf(pieces: Iterable<string>): string {
  const hash = createHash('sha256');
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    hash.update(batch);
    batch = '';
  }
  return hash.update(batch).digest('hex');
}

/** The documents that a scan is kept in. */
export interface KeptDocuments {
  /** The whole scan where there are no parts, else what belongs to no host. */
  readonly head: string;
  /** Unpacked one by one, as they are asked for. Throws HISTORY_DAMAGED. */
  readonly parts: Iterable<KeptPart> | null;
}

export interface KeptPart extends Pick<ScanPart, 'positions'> {
  readonly document: string;
}

/** What `packScan` made, as it was kept. Throws HISTORY_DAMAGED where it is not that any more. */
export function keptDocuments(database: Database, id: number): KeptDocuments {
  const [row] = database.all('SELECT hash, document FROM scan WHERE id = ?', [id]);
  const whole: KeptScan = { database, id, hash: String(row?.['hash']) };
  const rows = database.all('SELECT number FROM part WHERE scan = ? ORDER BY number', [id]);
  const [first, ...rest] = rows.map(({ number }) => Number(number));
  if (first !== undefined) return { head: partOf(whole, first).document, parts: unpacked(whole, rest) };
  const document = unzipped(row?.['document']);
  if (document === null || hashOf([document]) !== whole.hash) throw notAsKept(whole);
  return { head: document, parts: null };
}

interface KeptScan {
  readonly database: Database;
  readonly id: number;
  readonly hash: string;
}

function notAsKept({ database, id }: KeptScan): EsxcheckError {
  return damaged(database.file, `scan ${id} is not as it was kept`);
}

function* unpacked(whole: KeptScan, numbers: readonly number[]): Iterable<KeptPart> {
  for (const number of numbers) yield partOf(whole, number);
}

function partOf(whole: KeptScan, number: number): KeptPart {
  const { database, id, hash } = whole;
  const [row] = database.all('SELECT positions, hash, document FROM part WHERE scan = ? AND number = ?', [id, number]);
  const text = String(row?.['positions']);
  const [positions, document] = [positionsIn(text), unzipped(row?.['document'])];
  if (positions === null || document === null) throw notAsKept(whole);
  if (hashOfPart({ scan: hash, number, positions: text, document }) !== row?.['hash']) throw notAsKept(whole);
  return { positions, document };
}

function positionsIn(text: string): readonly number[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each): each is number => Number.isSafeInteger(each)) ? value : null;
  } catch {
    return null;
  }
}

function unzipped(blob: unknown): string | null {
  // The driver hands out one of the two, by the call.
  if (!(blob instanceof Uint8Array || blob instanceof ArrayBuffer)) return null;
  try {
    // In UTF-8 a character takes three bytes at most, or four for two units.
    return gunzipSync(blob, { maxOutputLength: LARGEST * 3 }).toString('utf8');
  } catch {
    return null;
  }
}
