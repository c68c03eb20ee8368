import { createHash } from 'node:crypto';
import { EsxcheckError } from '../../model/errors.ts';
import type { Direction, OutcomeKind, OutcomeReason } from '../../model/outcome.ts';
import type { Action } from '../../model/plan.ts';
import type { RolloutRecord } from '../rollout/journal-records.ts';

/** What one run put down about itself: the first record of a journal, and one more for every run after. */
export interface OpenedRecord {
  readonly kind: 'opened';
  readonly direction: Direction;
  readonly planHash: string;
  readonly target: { readonly url: string; readonly identity: string };
  readonly tool: { readonly name: string; readonly version: string };
  /** Who logged in at the target. */
  readonly account: string;
  readonly change: string | null;
}

/** Synced to disk before the write is sent: whatever happens then, it is known that it may have been. */
export interface IntentRecord {
  readonly kind: 'intent';
  readonly direction: Direction;
  readonly step: string;
  /** Id of the host, and what it was called then. */
  readonly host: string;
  readonly hostName: string;
  readonly action: Action;
  readonly observed: Action;
  /** That not the thing itself was read, but the value that is stored for it. */
  readonly readAs?: 'stored-value';
  /** Of the host, as it told: a newer one later is the proof of a reboot between. */
  readonly bootTime: string | null;
}

/** What became of a step, by reading it again. */
export interface ResultRecord {
  readonly kind: 'result';
  readonly direction: Direction;
  readonly step: string;
  readonly host: string;
  readonly outcome: OutcomeKind;
  readonly reason: OutcomeReason | null;
  readonly detail: string;
  readonly observed: Action | null;
}

/** One entry of a journal, without what chains it to the others. */
export type JournalEntry =
  | OpenedRecord
  | IntentRecord
  | ResultRecord
  | RolloutRecord
  /** Another task held the host, so the write was not carried out; it is tried again after reading again. */
  | { readonly kind: 'deferred'; readonly direction: Direction; readonly step: string; readonly detail: string }
  /** A person said what came of a write that cannot be read. */
  | { readonly kind: 'answered'; readonly direction: Direction; readonly step: string; readonly tookEffect: boolean }
  | { readonly kind: 'backup'; readonly host: string; readonly file: string; readonly sha256: string }
  | { readonly kind: 'event'; readonly host: string; readonly logged: boolean; readonly detail: string }
  /** The last line of an earlier run was cut short, by a crash in the middle of writing it; it was taken out. */
  | { readonly kind: 'torn'; readonly bytes: number }
  | { readonly kind: 'closed'; readonly direction: Direction; readonly counts: Readonly<Record<string, number>> };

/** An entry as it stands in the file: one line of JSON. */
export interface JournalRecord {
  /** From 1 on, without gaps. */
  readonly number: number;
  /** ISO 8601, UTC, by the clock of the machine that ran esxcheck. */
  readonly at: string;
  /** `hash` of the record before; 64 zeros in the first. */
  readonly previous: string;
  readonly entry: JournalEntry;
  /** SHA-256 over the line without this member. */
  readonly hash: string;
}

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

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it may not grow any larger',
};

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

/** Before anything was sent to a host. */
export function cannotOpen(path: string, error: unknown): EsxcheckError {
  return new EsxcheckError(
    'JOURNAL_NOT_WRITTEN',
    `The journal ${JSON.stringify(path)} cannot be kept: ${reasonOf(error)}.`,
    {
      details: ['Without a journal nothing is written to a host. --journal FILE puts it elsewhere.'],
      cause: error,
    },
  );
}

/** In the middle of a run. */
export function cannotWrite(path: string, error: unknown): EsxcheckError {
  return new EsxcheckError(
    'JOURNAL_NOT_WRITTEN',
    `The journal ${JSON.stringify(path)} cannot be written any further: ${reasonOf(error)}.`,
    {
      details: ['No further change was sent. Make room, then run the same command again: it goes on where this ended.'],
      cause: error,
    },
  );
}

export function foreignJournal(path: string, why: string): EsxcheckError {
  return new EsxcheckError('JOURNAL_FOREIGN', `The journal ${JSON.stringify(path)} is not that of this plan: ${why}.`, {
    details: ['Nothing was written. --journal FILE names another one.'],
  });
}
