import { createHash } from 'node:crypto';
import { EsxcheckError } from '../model/errors.ts';
import type { JournalEntry, JournalRecord } from './journal-record.ts';

/** Stands before the first record. */
const NOTHING_BEFORE = '0'.repeat(64);

/** The line that follows a record; null where there is none yet. */
export function nextRecord(last: JournalRecord | null, at: string, entry: JournalEntry): JournalRecord {
  const unsigned = { number: (last?.number ?? 0) + 1, at, previous: last?.hash ?? NOTHING_BEFORE, entry };
  return { ...unsigned, hash: sha256(JSON.stringify(unsigned)) };
}

export function lineOf(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** What a journal's file holds. */
export interface JournalText {
  readonly records: readonly JournalRecord[];
  /** Bytes of the lines that are whole. */
  readonly wholeBytes: number;
  /** Bytes after them: a last line that was cut short by a crash. */
  readonly tornBytes: number;
}

/** Reads a journal and checks every link of its chain. Throws JOURNAL_TAMPERED for what no crash leaves behind, NO_JOURNAL for another file. */
export function parseJournal(bytes: Buffer, path: string): JournalText {
  const wholeBytes = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.toString('utf8', 0, wholeBytes).split('\n').slice(0, -1);
  const records: JournalRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = recordOf(line, records.at(-1) ?? null);
    if (record === null) throw unsound(bytes, path, index + 1);
    records.push(record);
  }
  if (!isBeginning(bytes.toString('utf8', wholeBytes), records.length + 1))
    throw unsound(bytes, path, records.length + 1);
  return { records, wholeBytes, tornBytes: bytes.length - wholeBytes };
}

/** Whether a crash can have left this behind in place of a record: its first bytes, or room that was never filled. */
function isBeginning(text: string, number: number): boolean {
  const opening = `{"number":${number},"at":`;
  return /^\0*$/.test(text) || text.startsWith(opening) || opening.startsWith(text);
}

/** Null unless it is exactly the line that was written after that record. */
function recordOf(line: string, last: JournalRecord | null): JournalRecord | null {
  try {
    const record = JSON.parse(line) as JournalRecord;
    if (typeof record !== 'object' || record === null || typeof record.entry !== 'object') return null;
    const expected = nextRecord(last, record.at, record.entry);
    return JSON.stringify(expected) === line ? expected : null;
  } catch {
    // No JSON, or so deep that it cannot be written again.
    return null;
  }
}

/** A journal of which one line at least still looks like one was changed; a file without any never was one. */
function unsound(bytes: Buffer, path: string, line: number): EsxcheckError {
  const wasJournal = /^\{"number":\d+,"at":/m.test(bytes.toString('utf8'));
  return wasJournal ? tampered(path, line) : noJournal(path);
}

function noJournal(path: string): EsxcheckError {
  return new EsxcheckError('NO_JOURNAL', `The file ${JSON.stringify(path)} is not a journal of esxcheck.`, {
    details: ['Nothing was written. A journal is kept by apply and rollback, beside the plan as PLAN.journal.'],
  });
}

function tampered(path: string, line: number): EsxcheckError {
  return new EsxcheckError('JOURNAL_TAMPERED', `The journal ${JSON.stringify(path)} was changed in line ${line}.`, {
    details: [
      'Each line holds the hash of the one before it, and this one does not fit. Nothing was written.',
      'Bring the journal back as it was, or start a new one with --journal FILE; a new one does not know what was done.',
    ],
  });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
