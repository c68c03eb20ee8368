import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/history/store/database.ts';
import { listScans } from '../../src/history/store/store.ts';
import { documentOf, folderOfTest, scanOfDay } from '../history/stored.ts';

const PROGRAM = 'dist/src/cli/main.js';
const ALL = { since: null, before: null, limit: null };

async function savedScans(folder: string, days: readonly number[]): Promise<readonly string[]> {
  return Promise.all(
    days.map(async (day) => {
      const file = join(folder, `scan-${day}.json`);
      await writeFile(file, scanOfDay(day).document);
      return file;
    }),
  );
}

function importing(history: string, files: readonly string[], shell: string | null = null) {
  const words = [PROGRAM, 'history', '--history', history, ...files.flatMap((file) => ['--import', file])];
  const quoted = [process.execPath, ...words].map((word) => `'${word}'`).join(' ');
  return shell === null
    ? spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })
    : spawn('bash', ['-c', `${shell}; exec ${quoted}`], { stdio: ['ignore', 'ignore', 'pipe'] });
}

async function ended(
  child: ReturnType<typeof importing>,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

/** Every scan that is listed is there as a whole, and the file itself is sound. */
function soundScans(history: string): number {
  using database = openDatabase(history);
  expect(database.all('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
  expect(database.all('PRAGMA foreign_key_check')).toEqual([]);
  const scans = listScans(database, ALL);
  for (const { id } of scans) expect(documentOf(database, id)).toContain('"schema": "esxcheck.scan/1"');
  return scans.length;
}

test('two processes that write at once lose nothing', async () => {
  const folder = await folderOfTest();
  const history = join(folder, 'history.db');
  const [even, odd] = [await savedScans(folder, [0, 2, 4, 6, 8, 10]), await savedScans(folder, [1, 3, 5, 7, 9, 11])];
  const outcomes = await Promise.all([ended(importing(history, even)), ended(importing(history, odd))]);
  expect(outcomes.map(({ code, stderr }) => [code, stderr.includes('HISTORY_')])).toEqual([
    [0, false],
    [0, false],
  ]);
  expect(soundScans(history)).toBe(12);
});

test('killed at any moment, each scan is there whole or not at all', async () => {
  const folder = await folderOfTest();
  const history = join(folder, 'history.db');
  const files = await savedScans(folder, [0, 1, 2, 3, 4, 5, 6, 7]);
  expect((await ended(importing(history, files.slice(0, 1)))).code).toBe(0);
  let kept = 1;
  for (let round = 0; round < 12; round += 1) {
    const child = importing(history, files);
    const closed = once(child, 'close');
    await wait(120 + round * 15);
    child.kill('SIGKILL');
    await closed;
    expect(existsSync(history)).toBe(true);
    const now = soundScans(history);
    expect(now).toBeGreaterThanOrEqual(kept);
    kept = now;
  }
  expect((await ended(importing(history, files))).code).toBe(0);
  expect(soundScans(history)).toBe(files.length);
});

test('a disk that is full keeps nothing of the scan and all of the others', async () => {
  const folder = await folderOfTest();
  const history = join(folder, 'history.db');
  const [first = '', ...rest] = await savedScans(folder, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect((await ended(importing(history, [first]))).code).toBe(0);
  // No file of this process may grow beyond 56 blocks of 1024 bytes; the signal that comes with it is ignored.
  const { code, stderr } = await ended(importing(history, rest, "trap '' XFSZ; ulimit -f 56"));
  expect(code).toBe(2);
  expect(stderr).toContain('HISTORY_NOT_WRITTEN');
  expect(soundScans(history)).toBeGreaterThanOrEqual(1);
  expect((await ended(importing(history, rest))).code).toBe(0);
  expect(soundScans(history)).toBe(16);
});

/** Runs as somebody who owns nothing here; root alone can become one. */
const NOBODY = 65_534;

test.runIf(process.getuid?.() === 0)('whoever may not write is told, and the file is left as it is', async () => {
  const folder = await folderOfTest();
  await chmod(folder, 0o755);
  const history = join(folder, 'history.db');
  const [file = ''] = await savedScans(folder, [0]);
  expect((await ended(importing(history, [file]))).code).toBe(0);
  await chmod(history, 0o644);
  const before = await readFile(history);
  for (const words of [['history'], ['diff'], ['history', '--import', file]]) {
    const options = { uid: NOBODY, gid: NOBODY, env: { PATH: process.env['PATH'], HOME: '/nonexistent' } };
    const child = spawn(process.execPath, [PROGRAM, ...words, '--history', history], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const { code, stderr } = await ended(child);
    expect([words, code, /^HISTORY_NOT_(?:WRITTEN|OPENED): /.test(stderr)]).toEqual([words, 2, true]);
  }
  expect(await readFile(history)).toEqual(before);
});
