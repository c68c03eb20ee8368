import { open } from 'node:fs/promises';
import { decodeText, NotText } from '../../files/text.ts';
import { EsxcheckError } from '../../model/errors.ts';

/** Bytes; a scan of 2,500 hosts by every rule takes less than half. */
export const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** The text of a document that was saved earlier. Throws FILE_NOT_READ. */
export async function savedText(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LARGEST_DOCUMENT) throw notRead(path, tooLarge(size));
      return decodeText(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    if (error instanceof NotText) throw notRead(path, error.message, error);
    const { code, message } = error as NodeJS.ErrnoException;
    throw notRead(path, REASONS[code ?? ''] ?? message, error);
  }
}

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' };

/** Why a document of so many bytes is not read, and what to do about it. */
export function tooLarge(size: number): string {
  const [own, most] = [size, LARGEST_DOCUMENT].map((bytes) => Math.ceil(bytes / 1024 / 1024));
  return `it has ${own} MB, and documents of up to ${most} MB are read; the history keeps larger scans (--record)`;
}

function notRead(path: string, reason: string, cause?: unknown): EsxcheckError {
  return new EsxcheckError('FILE_NOT_READ', `The file ${JSON.stringify(path)} cannot be read: ${reason}.`, { cause });
}
