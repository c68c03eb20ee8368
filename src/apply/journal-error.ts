import { EsxcheckError } from '../model/errors.ts';

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
