import { open } from 'node:fs/promises';
import { decodeText, NotText } from '../files/text.ts';
import { EsxcheckError } from '../model/errors.ts';

/** Bytes; a scan of 2,500 hosts takes less than a tenth. */
const LARGEST = 256 * 1024 * 1024;

/** The text of a document that was saved earlier. Throws FILE_NOT_READ. */
export async function savedText(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LARGEST) throw notRead(path, 'it is too large');
      return decodeText(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    if (error instanceof NotText) throw notRead(path, error.message, error);
    const { code, message } = error as NodeJS.ErrnoException;
    throw notRead(path, code === 'ENOENT' ? 'there is no such file' : message, error);
  }
}

function notRead(path: string, reason: string, cause?: unknown): EsxcheckError {
  return new EsxcheckError('FILE_NOT_READ', `The file ${JSON.stringify(path)} cannot be read: ${reason}.`, { cause });
}
