import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/apply/journal/format.ts';
import { openJournal, readJournal } from '../../src/apply/journal/journal.ts';
import { runs } from '../support/sample.ts';

const PLAN = { hash: 'a'.repeat(64), target: { url: 'https://vc/sdk', identity: 'vc-1' } };
const OPENED: JournalEntry = {
  kind: 'opened',
  direction: 'apply',
  planHash: PLAN.hash,
  target: PLAN.target,
  tool: { name: 'esxcheck', version: '0' },
  account: 'admin',
  change: null,
};
const EVENT: JournalEntry = { kind: 'event', host: 'vc-1/host-1', logged: true, detail: 'é\n"' };

let folder: string;
let made = 0;
const fresh = () => join(folder, `${(made += 1)}.journal`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-journal-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(...entries: readonly JournalEntry[]): Promise<string> {
  const path = fresh();
  await using journal = await openJournal(path, PLAN);
  await journal.append(OPENED);
  for (const entry of entries) await journal.append(entry);
  return path;
}

test('a new journal belongs to its owner alone', async () => {
  const path = await written();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('what was appended is read back, in order and chained', async () => {
  const path = await written(EVENT, EVENT);
  const records = await readJournal(path);
  expect(records.map(({ number, entry }) => [number, entry.kind])).toEqual([
    [1, 'opened'],
    [2, 'event'],
    [3, 'event'],
  ]);
  expect(records[0]?.previous).toBe('0'.repeat(64));
  expect(records[2]?.previous).toBe(records[1]?.hash);
  expect(records[1]?.entry).toEqual(EVENT);
});

test('entries that are appended side by side each get a line of their own', async () => {
  const path = fresh();
  await using journal = await openJournal(path, PLAN);
  await Promise.all([OPENED, ...Array.from({ length: 20 }, () => EVENT)].map((entry) => journal.append(entry)));
  expect(await readJournal(path)).toHaveLength(21);
});

test('an opened journal goes on where it ended', async () => {
  const path = await written(EVENT);
  {
    await using journal = await openJournal(path, PLAN);
    expect(journal.records).toHaveLength(2);
    await journal.append(EVENT);
  }
  expect(await readJournal(path)).toHaveLength(3);
});

test('a last line that a crash cut short is taken out, and that is put down', async () => {
  const path = await written(EVENT, EVENT);
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
      await writeFile(path, whole.subarray(0, length));
      const kept = whole.subarray(0, length);
      const lines = kept.toString().split('\n');
      const torn = length - (kept.lastIndexOf('\n') + 1);
      await using journal = await openJournal(path, PLAN);
      expect(journal.tornBytes).toBe(torn);
      await journal.append(OPENED);
      await (await openJournal(path, PLAN)).close();
      expect(journal.records).toHaveLength(lines.length + (torn > 0 ? 1 : 0));
    }),
    { numRuns: runs(60) },
  );
});

test('any change of a whole line is found', async () => {
  const path = await written(EVENT, EVENT);
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 2), fc.integer({ min: 32, max: 126 }), async (at, character) => {
      fc.pre(whole[at] !== character && whole[at] !== 10);
      const changed = Buffer.from(whole);
      changed[at] = character;
      await writeFile(path, changed);
      await expect(openJournal(path, PLAN)).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' });
      expect(await readFile(path)).toEqual(changed);
    }),
    { numRuns: runs(100) },
  );
});

test.each([
  ['a line is taken out', (lines: string[]) => [lines[0], lines[2], '']],
  ['two lines are swapped', (lines: string[]) => [lines[0], lines[2], lines[1], '']],
  ['a line is put in', (lines: string[]) => [lines[0], lines[1], lines[1], lines[2], '']],
  ['an empty line is put in', (lines: string[]) => [lines[0], '', lines[1], '']],
])('a journal in which %s is refused', async (_what, change) => {
  const path = await written(EVENT, { ...EVENT, logged: false });
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, change(lines).join('\n'));
  await expect(openJournal(path, PLAN)).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' });
});

test('the journal of another plan or of another target is refused and left as it is', async () => {
  const path = await written(EVENT);
  const before = await readFile(path);
  const other = { ...PLAN, hash: 'b'.repeat(64) };
  await expect(openJournal(path, other)).rejects.toMatchObject({ code: 'JOURNAL_FOREIGN' });
  const elsewhere = { ...PLAN, target: { ...PLAN.target, identity: 'vc-2' } };
  await expect(openJournal(path, elsewhere)).rejects.toMatchObject({ code: 'JOURNAL_FOREIGN' });
  expect(await readFile(path)).toEqual(before);
});

test.each(['important notes\nof somebody\n', 'one line of somebody', '{"number":7}'])(
  'a file that is no journal at all is refused and left as it is: %j',
  async (text) => {
    const path = fresh();
    await writeFile(path, text);
    await expect(openJournal(path, PLAN)).rejects.toMatchObject({ code: 'NO_JOURNAL' });
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

test('room at the end that a crash left unfilled is taken out', async () => {
  const path = await written(EVENT);
  await writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(100)]));
  await using journal = await openJournal(path, PLAN);
  expect(journal.tornBytes).toBe(100);
  expect(journal.records).toHaveLength(3);
});

describe('where it cannot be kept', () => {
  test.each([
    ['its folder is missing', () => join(folder, 'missing', 'x.journal')],
    ['it is a folder', () => folder],
    ['a part of its path is a file', () => join(folder, '1.journal', 'x.journal')],
    ['it is a device', () => '/dev/full'],
  ])('because %s, that is said', async (_why, path) => {
    await written();
    await expect(openJournal(path(), PLAN)).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITTEN' });
  });

  test.skipIf(process.getuid?.() === 0)('because the folder is read-only, that is said', async () => {
    const locked = await mkdtemp(join(folder, 'locked-'));
    await chmod(locked, 0o500);
    await expect(openJournal(join(locked, 'x'), PLAN)).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITTEN' });
  });
});

test('after a line that could not be written none is written any more', async () => {
  const path = fresh();
  const journal = await openJournal(path, PLAN);
  await journal.append(OPENED);
  await journal.close();
  await expect(journal.append(EVENT)).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITTEN' });
  await expect(journal.append(EVENT)).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITTEN' });
  expect(await readJournal(path)).toHaveLength(1);
});
