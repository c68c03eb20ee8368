import { EsxcheckError } from '../../model/errors.ts';

const REASONS: Readonly<Record<string, readonly [code: string, sentence: string, next: string]>> = {
  SQLITE_NOTADB: ['HISTORY_DAMAGED', 'is no database', 'Name another file with --history; this one was left as it is.'],
  SQLITE_CORRUPT: [
    'HISTORY_DAMAGED',
    'is damaged',
    'Put a backup in its place, or move it away and begin a new one; it was left as it is.',
  ],
  SQLITE_FULL: ['HISTORY_NOT_WRITTEN', 'cannot grow: the disk is full', 'Nothing of this scan was kept.'],
  SQLITE_READONLY: ['HISTORY_NOT_WRITTEN', 'may only be read', 'Check who owns the file and its folder.'],
  SQLITE_BUSY: ['HISTORY_BUSY', 'is being written by another process', 'Try again when that has ended.'],
  SQLITE_IOERR: ['HISTORY_NOT_WRITTEN', 'cannot be read or written', 'Check the disk that it lies on.'],
  SQLITE_CANTOPEN: ['HISTORY_NOT_OPENED', 'cannot be opened', 'Check the path, and who owns its folder.'],
};

/** What the database complains of, as an error for people; everything else comes back as it is. */
export function historyError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof EsxcheckError) return error;
  const known = codeOf(error);
  const found = Object.entries(REASONS).find(([name]) => known === name || known.startsWith(`${name}_`));
  if (found === undefined) return error;
  const [, [ours, sentence, next]] = found;
  return new EsxcheckError(ours, `The history ${JSON.stringify(file)} ${sentence}.`, { details: [next], cause: error });
}

/** Some of the driver's errors have no code of SQLite's, but always its words. */
const WORDS: readonly (readonly [words: string, code: string])[] = [
  ['ConnectionFailed', 'SQLITE_CANTOPEN'],
  ['unable to open database file', 'SQLITE_CANTOPEN'],
  ['attempt to write a readonly database', 'SQLITE_READONLY'],
  ['database disk image is malformed', 'SQLITE_CORRUPT'],
  ['file is not a database', 'SQLITE_NOTADB'],
  ['database or disk is full', 'SQLITE_FULL'],
  ['database is locked', 'SQLITE_BUSY'],
  ['disk I/O error', 'SQLITE_IOERR'],
];

function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = WORDS.find(([words]) => error.message.includes(words))?.[1];
  return code.startsWith('SQLITE_') ? code : (said ?? code);
}

export function damaged(file: string, what: string): EsxcheckError {
  return new EsxcheckError('HISTORY_DAMAGED', `The history ${JSON.stringify(file)} is damaged: ${what}.`, {
    details: ['Put a backup in its place; the other scans in it can still be read.'],
  });
}

/** The database itself is not there: there is no binary of it for this platform, or it was left out, or does not load. */
export function missingDriver(cause: unknown): EsxcheckError {
  const [first = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const { platform, arch } = process;
  return new EsxcheckError(
    'HISTORY_NOT_OPENED',
    `The history needs the library libsql, which is not there: ${first}.`,
    {
      details: [
        `Its binary for this platform (${platform} ${arch}) is an optional package: install without --omit=optional.`,
        'libsql has none for Windows on Arm. Everything but the history works without it.',
      ],
      cause,
    },
  );
}
