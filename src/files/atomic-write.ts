import { randomBytes } from 'node:crypto';
import { type FileHandle, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EsxcheckError } from '../model/errors.ts';
import { makeFolder } from './folder.ts';

/** A large file comes in pieces; bytes as they are, text in UTF-8. */
export type Pieces = Iterable<string> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file whole or not at all: into a new file beside it, which then takes its place.
 * Throws EsxcheckError FILE_NOT_WRITTEN. A link keeps pointing where it did; an existing file keeps its mode.
 */
export async function writeFileWhole(path: string, pieces: Pieces, mode = 0o666): Promise<void> {
  try {
    const target = await targetOf(path);
    await writeBeside(target, pieces, (await modeOf(target)) ?? mode);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Throws EsxcheckError FILE_NOT_WRITTEN when the folder of `path` is missing or `path` is no plain file. */
export async function expectWritable(path: string): Promise<void> {
  try {
    const target = await targetOf(path);
    await modeOf(target);
    if (!(await stat(dirname(target))).isDirectory()) throw refused(path, 'its folder is not a folder');
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Writes a file that is not there yet, and makes the folders above it; false, and nothing written, when it is there.
 * Throws EsxcheckError FILE_NOT_WRITTEN.
 */
export async function writeNewFile(path: string, text: string, mode = 0o666): Promise<boolean> {
  try {
    makeFolder(dirname(path));
    // Not through a link either, wherever it leads.
    await writeAndClose(await open(path, 'wx', mode), [text]);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST' && (await isThere(path))) return false;
    throw cannotWrite(path, error);
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function writeBeside(target: string, pieces: Pieces, mode: number): Promise<void> {
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  const file = await open(beside, 'wx', mode);
  try {
    await writeAndClose(file, pieces);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeAndClose(file: FileHandle, pieces: Pieces): Promise<void> {
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function targetOf(path: string): Promise<string> {
  return realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return path;
    throw error;
  });
}

/** Null when there is no such file yet. A device or a pipe must not be replaced by a file. */
async function modeOf(target: string): Promise<number | null> {
  const found = await stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return null;
  if (found.isDirectory()) throw refused(target, 'it is a folder');
  if (!found.isFile()) throw refused(target, 'it is not a plain file');
  return found.mode & 0o777;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EEXIST: 'a part of its path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'its name is too long',
};

/** What the file system complains of becomes an error for people; a fault of the reporter stays what it is. */
function cannotWrite(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return refused(path, REASONS[code] ?? message, error);
}

function refused(path: string, reason: string, cause?: Error): EsxcheckError {
  return new EsxcheckError('FILE_NOT_WRITTEN', `The file ${JSON.stringify(path)} cannot be written: ${reason}.`, {
    cause,
  });
}
