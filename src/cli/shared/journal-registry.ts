import { open, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../../files/folder.ts';
import { readSmallFile } from '../../target/bounded-file.ts';
import { journalRegister } from '../../target/environment.ts';
import { type Io, warn } from './console.ts';

/** What the register holds: paths of journals, the earliest first, each once; and lines that are no such. */
export interface KnownJournals {
  readonly paths: readonly string[];
  readonly strangeLines: number;
}

/**
 * Notes where a journal lies, so that `history` finds it. A line of JSON each is added to the register, which its owner
 * alone may read; nothing is ever taken out. Where that fails people are warned: it never keeps a run from going on.
 */
export async function rememberJournal(journal: string, io: Io): Promise<void> {
  const register = journalRegister(io);
  try {
    const path = await realpath(journal).catch(() => resolve(journal));
    const text = await textOf(register);
    if (pathsIn(text).paths.includes(path)) return;
    // A line that a crash cut short must not swallow this one.
    const opening = text === '' || text.endsWith('\n') ? '' : '\n';
    await addLine(register, `${opening}${JSON.stringify({ path })}\n`);
  } catch (error) {
    const { message } = error as Error;
    await warn(io, `"esxcheck history" will not find ${journal} by itself: ${register}: ${message}`);
  }
}

/** The journals that runs of this user have opened on this machine. Throws EsxcheckError FILE_NOT_READ. */
export async function knownJournals(io: Io): Promise<KnownJournals> {
  return pathsIn(await textOf(journalRegister(io)));
}

async function textOf(register: string): Promise<string> {
  return (await readSmallFile(register))?.text ?? '';
}

async function addLine(register: string, line: string): Promise<void> {
  makeFolder(dirname(register), 0o700);
  const file = await open(register, 'a', 0o600);
  try {
    await file.writeFile(line);
  } finally {
    await file.close();
  }
}

function pathsIn(text: string): KnownJournals {
  const lines = text.split('\n').filter((line) => line !== '');
  const paths = lines.map(pathIn);
  return {
    paths: [...new Set(paths.filter((path) => path !== null))],
    strangeLines: paths.filter((path) => path === null).length,
  };
}

function pathIn(line: string): string | null {
  try {
    const { path } = JSON.parse(line) as { readonly path: unknown };
    return typeof path === 'string' && path !== '' && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}
