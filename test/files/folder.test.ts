import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/files/folder.ts';
import { temporaryFolder } from '../target/surroundings.ts';

test('makes what is missing, with the mode, and leaves alone what is there', async () => {
  await using home = await temporaryFolder();
  mkdirSync(join(home.path, 'a'), 0o755);
  makeFolder(join(home.path, 'a', 'b', 'c'), 0o700);
  makeFolder(join(home.path, 'a', 'b', 'c'), 0o700);
  expect(['a', 'a/b', 'a/b/c'].map((path) => statSync(join(home.path, path)).mode & 0o777)).toEqual([
    0o755, 0o700, 0o700,
  ]);
});

test('a file, or a link to nothing, where a folder is wanted is an error of the system', async () => {
  await using home = await temporaryFolder();
  writeFileSync(join(home.path, 'file'), '');
  symlinkSync(join(home.path, 'nowhere'), join(home.path, 'link'));
  for (const path of ['file', 'file/below', 'link', 'link/below']) {
    expect(() => makeFolder(join(home.path, path))).toThrow(expect.objectContaining({ syscall: 'mkdir' }) as Error);
  }
});

test.skipIf(!existsSync('/proc/self'))('a place where no folder can be made is an error, and no loop', () => {
  expect(() => makeFolder('/proc/x/y/z')).toThrow(expect.objectContaining({ code: 'ENOENT' }) as Error);
});
