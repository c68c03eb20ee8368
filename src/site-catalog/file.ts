import { randomInt } from 'node:crypto';
import { open, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeFileWhole } from '../files/atomic-write.ts';
import { makeFolder } from '../files/folder.ts';
import { type Lock, takeLock } from '../files/lock.ts';
import { EsxcheckError } from '../model/errors.ts';
import { lineOf, parseRecords, type SiteRecord } from './record.ts';

/** Bytes: some four thousand measurements. */
const LARGEST = 64 * 1024 * 1024;

/** It tells which hosts there are and what they run. */
const FOR_ITS_OWNER = 0o600;

/** The records of a catalog file; none where there is no file. Throws FILE_NOT_READ and CATALOG_CHANGED. */
export async function readSiteCatalog(path: string): Promise<readonly SiteRecord[]> {
  const bytes = await bytesOf(path);
  return bytes === null ? [] : parseRecords(textIn(bytes, path), path);
}

/**
 * Changes a catalog file under its lock: what another process writes meanwhile is neither lost nor overwritten. The file is
 * replaced whole, and not touched where nothing changes. Throws CATALOG_BUSY, CATALOG_TOO_LARGE, FILE_NOT_WRITTEN, and what
 * reading it throws.
 */
export async function changeSiteCatalog<Result extends { readonly records: readonly SiteRecord[] }>(
  path: string,
  change: (records: readonly SiteRecord[]) => Result,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  const file = await placeOf(path);
  await using lock = await lockOf(file, patienceMs);
  const records = await readSiteCatalog(file);
  const result = change(records);
  if (result.records.length > records.length) await write(file, result.records);
  await lock.release();
  return result;
}

async function write(file: string, records: readonly SiteRecord[]): Promise<void> {
  const lines = records.map(lineOf);
  const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  if (size > LARGEST) {
    throw new EsxcheckError('CATALOG_TOO_LARGE', `The catalog ${JSON.stringify(file)} would grow beyond 64 MB.`, {
      details: ['Move the file away and learn again what is still needed.'],
    });
  }
  await writeFileWhole(file, lines, FOR_ITS_OWNER);
}

/** Where the file really lies, so that two names of it have one lock. Its folders are made where they are missing. */
async function placeOf(path: string): Promise<string> {
  try {
    const folder = dirname(resolve(path));
    makeFolder(folder, 0o700);
    return await realpath(path).catch(async () => join(await realpath(folder), basename(path)));
  } catch (error) {
    const { message } = error as Error;
    throw new EsxcheckError('FILE_NOT_WRITTEN', `The file ${JSON.stringify(path)} cannot be written: ${message}.`, {
      cause: error,
    });
  }
}

/** How long another process is waited for: it writes for a moment. */
const PATIENCE_MS = 30_000;

/** Beside the file, so that it holds for all users and machines that share it. */
async function lockOf(file: string, patienceMs: number): Promise<Lock> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await takeLock(dirname(file), `catalog ${file}`, busy);
    } catch (error) {
      const isBusy = error instanceof EsxcheckError && error.code === 'CATALOG_BUSY';
      if (!isBusy || Date.now() >= until) throw error;
    }
    // Two that see each other both give way: chance decides who comes first.
    await wait(randomInt(20, 200));
  }
}

function busy(holder: string, path: string): EsxcheckError {
  return new EsxcheckError('CATALOG_BUSY', `The catalog is being written by ${holder}.`, {
    details: ['Wait until it has ended.', `If it surely does not run any more, delete ${JSON.stringify(path)}.`],
  });
}

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    const file = await open(path, 'r');
    try {
      const found = await file.stat();
      if (!found.isFile()) throw notRead(path, 'it is no plain file');
      if (found.size > LARGEST) throw notRead(path, 'it is too large');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw notRead(path, message, error);
  }
}

function textIn(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw notRead(path, 'it is no UTF-8 text', error);
  }
}

function notRead(path: string, reason: string, cause?: unknown): EsxcheckError {
  return new EsxcheckError('FILE_NOT_READ', `The file ${JSON.stringify(path)} cannot be read: ${reason}.`, {
    details: ['Put back a copy that was kept, or name another file (catalog: in the config).'],
    cause,
  });
}
