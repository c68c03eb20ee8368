import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it that are not there, each with that mode. Throws what the system says of the first that
 * cannot be made: a NodeJS.ErrnoException with a `syscall`.
 *
 * Node's own `recursive` tries for ever where the system says ENOENT of a folder whose parent is there, as /proc does, and
 * heeds no signal meanwhile.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const missing: string[] = [];
  let folder = resolve(path);
  while (!isFolder(folder)) {
    missing.push(folder);
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  for (const each of missing.reverse()) makeOne(each, mode);
}

/** Another process may be making the same folder. */
function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}

/** What cannot be looked at is not known to be there: making it tells why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
