import { writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folderOfTest, scanOfDay } from '../history/stored.ts';
import { type Outcome, runIn } from './captured-io.ts';

let folder: string;
beforeEach(async () => {
  folder = await folderOfTest();
});

/** Runs with a state folder of the test's own. */
function run(...words: readonly string[]): Promise<Outcome> {
  return runIn(words, { env: { XDG_STATE_HOME: folder } });
}

async function keep(...days: readonly number[]): Promise<void> {
  for (const day of days) {
    const file = join(folder, `scan-${day}.json`);
    await writeFile(file, scanOfDay(day).document);
    expect(await run('history', '--import', file)).toMatchObject({ exitCode: 0 });
  }
}

test('who looks back on nothing is told how to begin, and leaves no file behind', async () => {
  for (const words of [
    ['history'],
    ['diff'],
    ['trend'],
    ['report', 'latest'],
    ['history', '--forget-older-than', '9'],
  ]) {
    const { exitCode, stderr } = await run(...words);
    expect([words, exitCode]).toEqual([words, 2]);
    expect(stderr).toContain('HISTORY_EMPTY');
    expect(stderr).toContain('--record');
  }
  expect(existsSync(join(folder, 'esxcheck'))).toBe(false);
});

/** The day on which the scan started that a reference names. */
async function started(reference: string): Promise<string> {
  const { stdout } = await run('report', reference, '--format', 'json');
  return (JSON.parse(stdout) as { startedAt: string }).startedAt.slice(0, 10);
}

test('scans are named by number, word, day and moment', async () => {
  await keep(0, 1, 2);
  expect(await started('1')).toBe('2026-01-01');
  expect(await started('#2')).toBe('2026-01-02');
  expect(await started('latest')).toBe('2026-01-03');
  expect(await started('previous')).toBe('2026-01-02');
  expect(await started('2026-01-02')).toBe('2026-01-02');
  expect(await started('2026-01-02T05:00:00Z')).toBe('2026-01-01');
  for (const wrong of ['7', '2025-12-31', '2026-02-31T']) {
    expect(await run('report', wrong)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('SCAN_NOT_FOUND'),
    });
  }
});

test('what is taken out of the history is what was put in', async () => {
  await keep(0);
  const { stdout } = await run('report', '1', '--format', 'json');
  expect(JSON.parse(stdout)).toEqual(JSON.parse(scanOfDay(0).document));
});

test('the list is newest first and may be cut', async () => {
  await keep(1, 0);
  const { stdout } = await run('history', '--format', 'csv', '--limit', '1');
  expect(stdout.split('\n').map((line) => line.slice(0, 12))).toEqual(['scan,started', '1,2026-01-02', '']);
});

test('diff compares the last two unless told otherwise', async () => {
  await keep(0, 1);
  const { stdout, exitCode } = await run('diff', '--format', 'lines');
  expect({ stdout, exitCode }).toEqual({ stdout: 'summary compared=14 changed=0\n', exitCode: 0 });
});

test('forgetting needs a yes', async () => {
  await keep(0);
  const refused = await run('history', '--forget-older-than', '30');
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--confirm') });
  expect(await run('history', '--forget-older-than', '30', '--confirm')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Forgot 1 scan that started before /),
  });
  expect((await run('history', '--format', 'lines')).stdout).toBe('summary scans=0\n');
});

test('a file that is no scan is refused before anything is kept', async () => {
  await keep(0);
  const file = join(folder, 'other.json');
  await writeFile(file, '{}');
  const outcome = await run('history', '--import', join(folder, 'scan-0.json'), '--import', file);
  expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('SCAN_INVALID') });
});

test('the trend of the page is that of the history', async () => {
  await keep(0, 1, 2);
  const { stdout } = await run('report', 'latest', '--format', 'html');
  expect(stdout).toContain('Findings that pass or are waived, over time');
  expect((await run('report', '1', '--format', 'html')).stdout).not.toContain('over time</figcaption>');
});
