import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EsxcheckError } from '../../model/errors.ts';
import type { Direction } from '../../model/outcome.ts';
import type { Plan } from '../../model/plan.ts';
import {
  cannotOpen,
  cannotWrite,
  foreignJournal,
  type JournalEntry,
  type JournalRecord,
  type JournalText,
  lineOf,
  nextRecord,
  parseJournal,
} from './format.ts';
import { Past } from './step-history.ts';

/** Where an apply writes down what it is about to do and what came of it. */
export interface Journal {
  readonly path: string;
  /** Resolves when the entry is on the disk. Throws JOURNAL_NOT_WRITTEN, and then for every later entry too. */
  append(entry: JournalEntry): Promise<void>;
  readonly records: readonly JournalRecord[];
  /** What the records tell of each step, those of this run included as they come. */
  past(direction: Direction): Past;
}

/** A journal that is open for writing; to be closed. */
export interface OpenJournal extends Journal, AsyncDisposable {
  /** Bytes of a last line that a crash had cut short; 0 where there was none. */
  readonly tornBytes: number;
  close(): Promise<void>;
}

const MOST_BYTES = 256 * 1024 * 1024;

/** So that a pipe is refused, and not waited for; Windows has no such flag. */
const NOT_WAITING = constants.O_NONBLOCK ?? 0;

/**
 * Opens the journal of a plan, or starts one that its owner alone may read.
 *
 * Throws JOURNAL_TAMPERED for a broken chain, NO_JOURNAL for a file that never was one, JOURNAL_FOREIGN for the journal of another plan or target,
 * JOURNAL_NOT_WRITTEN where it cannot be written.
 */
export async function openJournal(
  path: string,
  plan: Pick<Plan, 'hash' | 'target'>,
  now: () => Date = () => new Date(),
): Promise<OpenJournal> {
  const file = await openFile(path);
  try {
    const { records, wholeBytes, tornBytes } = parseJournal(await readWhole(file), path);
    requireOwn(records, plan, path);
    if (tornBytes > 0) await file.truncate(wholeBytes);
    const journal = new FileJournal(file, { path, records: [...records], position: wholeBytes, tornBytes, now });
    if (tornBytes > 0) await journal.append({ kind: 'torn', bytes: tornBytes });
    return journal;
  } catch (error) {
    await file.close();
    throw error instanceof EsxcheckError ? error : cannotOpen(path, error);
  }
}

/** The records of a journal that is only looked at. Throws JOURNAL_TAMPERED, NO_JOURNAL, and JOURNAL_NOT_READ where there is none. */
export async function readJournal(path: string): Promise<readonly JournalRecord[]> {
  return (await readJournalText(path)).records;
}

/** As `readJournal`, with what is left of a last line that was cut short. */
export async function readJournalText(path: string): Promise<JournalText> {
  try {
    const file = await open(path, constants.O_RDONLY | NOT_WAITING);
    try {
      return parseJournal(await readWhole(file), path);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    const { message } = error as Error;
    throw new EsxcheckError('JOURNAL_NOT_READ', `The journal ${JSON.stringify(path)} cannot be read: ${message}.`, {
      cause: error,
    });
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotOpen(path, error);
  }
  try {
    const file = await open(path, 'wx+', 0o600);
    await syncFolder(dirname(path));
    return file;
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** So that the new file's name survives a crash too; not every system lets a folder be synced. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

async function readWhole(file: FileHandle): Promise<Buffer> {
  const found = await file.stat();
  if (!found.isFile()) throw new Error('it is not a plain file');
  if (found.size > MOST_BYTES) throw new Error('it is too large');
  return file.readFile();
}

function requireOwn(records: readonly JournalRecord[], plan: Pick<Plan, 'hash' | 'target'>, path: string): void {
  const first = records.find(({ entry }) => entry.kind !== 'torn');
  if (first === undefined) return;
  const { entry } = first;
  if (entry.kind !== 'opened') throw foreignJournal(path, 'its first record names no plan');
  if (entry.planHash !== plan.hash) throw foreignJournal(path, `it belongs to the plan ${entry.planHash}`);
  if (entry.target.identity !== plan.target.identity) throw foreignJournal(path, 'it belongs to another target');
}

interface OpenedJournal {
  readonly path: string;
  readonly records: JournalRecord[];
  readonly position: number;
  readonly tornBytes: number;
  readonly now: () => Date;
}

class FileJournal implements OpenJournal {
  readonly path: string;
  readonly tornBytes: number;
  readonly #file: FileHandle;
  readonly #records: JournalRecord[];
  readonly #now: () => Date;
  readonly #past = { apply: new Past('apply'), rollback: new Past('rollback') };
  #position: number;
  #queue: Promise<void> = Promise.resolve();
  /** A line that was half written must not be followed by another one. */
  #broken: EsxcheckError | null = null;

  constructor(file: FileHandle, { path, records, position, tornBytes, now }: OpenedJournal) {
    this.#file = file;
    this.path = path;
    this.#records = records;
    this.#position = position;
    this.tornBytes = tornBytes;
    this.#now = now;
    for (const { entry } of records) this.#note(entry);
  }

  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  past(direction: Direction): Past {
    return this.#past[direction];
  }

  append(entry: JournalEntry): Promise<void> {
    const written = this.#queue.then(() => this.#append(entry));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#file.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #append(entry: JournalEntry): Promise<void> {
    if (this.#broken !== null) throw this.#broken;
    const record = nextRecord(this.#records.at(-1) ?? null, this.#now().toISOString(), entry);
    const bytes = Buffer.from(lineOf(record));
    try {
      await this.#write(bytes);
      await this.#file.datasync();
    } catch (error) {
      this.#broken = cannotWrite(this.path, error);
      throw this.#broken;
    }
    this.#position += bytes.length;
    this.#records.push(record);
    this.#note(entry);
  }

  #note(entry: JournalEntry): void {
    for (const past of Object.values(this.#past)) past.note(entry);
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, sent, bytes.length - sent, this.#position + sent);
      if (bytesWritten === 0) throw new Error('nothing more could be written');
      sent += bytesWritten;
    }
  }
}
