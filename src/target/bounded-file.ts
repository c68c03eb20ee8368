import { open } from 'node:fs/promises';
import { decodeText, NotText } from '../files/text.ts';
import { EsxcheckError } from '../model/errors.ts';

/** What a file holds, and who may read it; `mode` is null for a pipe. */
export interface SmallFile {
  readonly text: string;
  readonly mode: number | null;
}

const LARGEST = 4 * 1024 * 1024;

/**
 * Reads a small text file, or a pipe such as `<(command)`, up to 4 MB. Null when there is none.
 * Throws EsxcheckError FILE_NOT_READ, also for what is no text.
 */
export async function readSmallFile(
  path: string,
  decode: (bytes: Uint8Array) => string = decodeText,
): Promise<SmallFile | null> {
  try {
    const { bytes, mode } = await readUpTo(path, LARGEST);
    return { text: decode(bytes), mode };
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    if (error instanceof NotText) throw notRead(path, error.message, error);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw notRead(path, REASONS[code ?? ''] ?? message, error);
  }
}

async function readUpTo(path: string, most: number): Promise<Pick<SmallFile, 'mode'> & { readonly bytes: Buffer }> {
  const file = await open(path, 'r');
  try {
    const found = await file.stat();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ autoClose: false, end: most }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
    }
    if (size > most) throw notRead(path, 'it is too large');
    return { bytes: Buffer.concat(chunks), mode: found.isFile() ? found.mode & 0o777 : null };
  } finally {
    await file.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'its name is too long',
};

function notRead(path: string, reason: string, cause?: unknown): EsxcheckError {
  return new EsxcheckError('FILE_NOT_READ', `The file ${JSON.stringify(path)} cannot be read: ${reason}.`, { cause });
}

/** The error for a file that people named and that is not there. */
export function missingFile(path: string): EsxcheckError {
  return new EsxcheckError('FILE_NOT_READ', `There is no file ${JSON.stringify(path)}.`);
}
