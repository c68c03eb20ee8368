import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { MIGRATIONS, openDatabase } from '../../src/history/store/database.ts';
import { forgetScans, listScans } from '../../src/history/store/store.ts';
import { trendsIn } from '../../src/history/store/trends.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { VERDICTS } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { hostileText, poisoned } from '../reports/hostile.ts';
import { rendered } from '../reports/rendered.ts';
import { documentOf, folderOfTest, keep, scanOfDay, spread } from './stored.ts';
import { runs } from '../support/sample.ts';

const ALL = { since: null, before: null, limit: null };

async function newFile(): Promise<string> {
  return join(await folderOfTest(), 'deep', 'history.db');
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EsxcheckError) return error.code;
    throw error;
  }
  return 'no error';
}

test('what was kept comes out byte for byte, whatever the names in it', async () => {
  using database = openDatabase(await newFile());
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const scan = poisoned(fullScan(), hostile);
      const document = rendered(SCAN_REPORTERS, 'json', scan);
      const { id, hosts } = keep(database, { scan });
      expect(documentOf(database, id)).toBe(document);
      expect(hosts).toBe(scan.hosts.length);
    }),
    { numRuns: runs(30) },
  );
});

test('the same scan is kept once; numbers are never used again', async () => {
  using database = openDatabase(await newFile());
  const first = keep(database, scanOfDay(0));
  expect(keep(database, scanOfDay(0))).toEqual(first);
  expect(keep(database, scanOfDay(1)).id).toBe(2);
  expect(forgetScans(database, '2027')).toBe(2);
  expect(keep(database, scanOfDay(2)).id).toBe(3);
});

test('scans are listed newest first, between two moments, so many at most', async () => {
  using database = openDatabase(await newFile());
  for (const day of [3, 1, 2, 0]) keep(database, scanOfDay(day));
  const days = (filter: Partial<typeof ALL> | object) =>
    listScans(database, { ...ALL, ...filter }).map(({ startedAt }) => startedAt.slice(8, 10));
  expect(days({})).toEqual(['04', '03', '02', '01']);
  expect(days({ limit: 2 })).toEqual(['04', '03']);
  expect(days({ since: '2026-01-02', before: '2026-01-04' })).toEqual(['03', '02']);
});

test('a trend counts what the scans hold, by rule and cluster too; forgetting forgets its counts', async () => {
  using database = openDatabase(await newFile());
  for (const day of [0, 1]) keep(database, scanOfDay(day));
  const { findings, hosts } = fullScan();
  const counts = Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, findings.filter((finding) => finding.verdict === verdict).length]),
  );
  const [whole] = trendsIn(database, { targets: null, since: null, byRule: false, byCluster: false });
  expect(whole?.points.map((point) => point.findings)).toEqual([counts, counts]);
  const parts = trendsIn(database, { targets: null, since: null, byRule: true, byCluster: true });
  const sum = (verdict: (typeof VERDICTS)[number]) =>
    parts.reduce((all, { points }) => all + (points[0]?.findings[verdict] ?? 0), 0);
  expect(VERDICTS.map(sum)).toEqual(VERDICTS.map((verdict) => counts[verdict]));
  const clusters = trendsIn(database, { targets: null, since: null, byRule: false, byCluster: true });
  expect(clusters.reduce((all, { points }) => all + (points[0]?.hosts ?? 0), 0)).toBe(hosts.length);
  forgetScans(database, '2027');
  expect(trendsIn(database, { targets: null, since: null, byRule: true, byCluster: true })).toEqual([]);
});

test('a trend is of scans that asked the same targets', async () => {
  using database = openDatabase(await newFile());
  const { scan } = scanOfDay(1);
  const other = { ...scan, targets: scan.targets.slice(0, 1) };
  keep(database, scanOfDay(0));
  keep(database, { scan: other });
  const points = (targets: readonly string[] | null) =>
    trendsIn(database, { targets, since: null, byRule: false, byCluster: false })[0]?.points.map(({ at }) => at);
  expect(points(null)).toHaveLength(2);
  expect(points(scan.targets.map(({ url }) => url).toReversed())).toEqual([scanOfDay(0).scan.startedAt]);
  expect(points(other.targets.map(({ url }) => url))).toEqual([other.startedAt]);
});

test('only the owner may read the file', async () => {
  const file = await newFile();
  openDatabase(file)[Symbol.dispose]();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['a text', 'not a database, but longer than the head of one'.repeat(50)],
  ['the head of one alone', 'SQLite format 3\u0000'.padEnd(200, 'x')],
])('%s is refused and left as it is', async (_what, text) => {
  const file = join(await folderOfTest(), 'history.db');
  writeFileSync(file, text);
  expect(codeOf(() => openDatabase(file))).toMatch(/^HISTORY_(?:DAMAGED|NOT_OPENED)$/);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a database of something else, and one of a later release, are refused', async () => {
  const folder = await folderOfTest();
  const [foreign, later] = [join(folder, 'foreign.db'), join(folder, 'later.db')];
  const driver = new Libsql(foreign);
  driver.exec('CREATE TABLE songs (title TEXT)');
  driver.close();
  expect(codeOf(() => openDatabase(foreign))).toBe('HISTORY_NOT_OPENED');
  openDatabase(later)[Symbol.dispose]();
  const other = new Libsql(later);
  other.exec('PRAGMA user_version = 99');
  other.close();
  expect(codeOf(() => openDatabase(later))).toBe('HISTORY_TOO_NEW');
});

test('a path that cannot be is told as one', async () => {
  const folder = await folderOfTest();
  expect(codeOf(() => openDatabase(folder))).toBe('HISTORY_NOT_OPENED');
  writeFileSync(join(folder, 'file'), '');
  expect(codeOf(() => openDatabase(join(folder, 'file', 'history.db')))).toBe('HISTORY_NOT_OPENED');
});

const ofTwo = (day: number): Scan => spread(scanOfDay(day).scan, [0, 1]);

/** Each leaves a scan of which something is not as it was kept; `part` 0 is what belongs to no host. */
const DAMAGES: Readonly<Record<string, string>> = {
  'the document of another scan': `UPDATE part SET document = (SELECT document FROM part WHERE scan = 2 AND number = 1)
    WHERE scan = 1 AND number = 1`,
  'parts of another scan as they are': `UPDATE part SET
    hash = (SELECT hash FROM part AS other WHERE other.scan = 2 AND other.number = part.number),
    document = (SELECT document FROM part AS other WHERE other.scan = 2 AND other.number = part.number) WHERE scan = 1`,
  "parts in each other's place": 'UPDATE part SET number = 12 - number WHERE scan = 1 AND number > 0',
  'no document': "UPDATE part SET document = x'' WHERE scan = 1 AND number = 2",
  'another head':
    'UPDATE part SET hash = (SELECT hash FROM part WHERE scan = 2 AND number = 0) WHERE scan = 1 AND number = 0',
  'a part that is missing': 'DELETE FROM part WHERE scan = 1 AND number = 2',
  'a part that is there twice': `INSERT INTO part SELECT scan, 9, target, positions, hash, document FROM part
    WHERE scan = 1 AND number = 1`,
  'hosts in places that are none': "UPDATE part SET positions = '[-1, 1.5]' WHERE scan = 1 AND number = 1",
  'hosts in places far away':
    "UPDATE part SET positions = replace(positions, '[', '[4000000000,') WHERE scan = 1 AND number = 1",
  'no places': "UPDATE part SET positions = 'nowhere' WHERE scan = 1 AND number = 1",
  'no parts at all': 'DELETE FROM part WHERE scan = 1',
};

test.each(Object.entries(DAMAGES))('%s is told, and the other scans can still be read', async (_what, sql) => {
  const file = await newFile();
  {
    using database = openDatabase(file);
    for (const day of [0, 1]) keep(database, { scan: ofTwo(day) });
    expect(database.run(sql).changes).toBeGreaterThan(0);
  }
  using database = openDatabase(file);
  expect(codeOf(() => documentOf(database, 1))).toBe('HISTORY_DAMAGED');
  expect(documentOf(database, 2)).toBe(rendered(SCAN_REPORTERS, 'json', ofTwo(1)));
});

test('a history of release 1.0.0 is opened, read and continued', async () => {
  const file = join(await folderOfTest(), 'history.db');
  const { scan, document } = scanOfDay(0);
  {
    const driver = new Libsql(file);
    driver.exec(MIGRATIONS[0] ?? '');
    driver.exec('PRAGMA user_version = 1');
    const hash = createHash('sha256').update(document).digest('hex');
    const row = [
      scan.startedAt,
      scan.finishedAt,
      JSON.stringify(scan.targets.map(({ url }) => ({ url, asked: true }))),
    ];
    driver
      .prepare(
        'INSERT INTO scan (started_at, finished_at, targets, hosts, unreachable, findings, hash, document) VALUES (?,?,?,?,?,?,?,?)',
      )
      .run([...row, scan.summary.hosts, 0, JSON.stringify(scan.summary.findings), hash, gzipSync(document)]);
    driver.close();
  }
  using database = openDatabase(file);
  expect(documentOf(database, 1)).toBe(document);
  expect(keep(database, { scan }).id).toBe(1);
  expect(keep(database, scanOfDay(1)).id).toBe(2);
  expect(listScans(database, ALL).map(({ judgedBy }) => judgedBy)).toEqual([scan.tool.version, null]);
});

test('a file that was cut short is damaged, never empty', async () => {
  const file = await newFile();
  {
    using database = openDatabase(file);
    for (let day = 0; day < 40; day += 1) keep(database, scanOfDay(day));
    database.script('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  writeFileSync(file, readFileSync(file).subarray(0, 8192));
  const read = () => {
    using database = openDatabase(file);
    return listScans(database, ALL).map(({ id }) => documentOf(database, id));
  };
  expect(codeOf(read)).toBe('HISTORY_DAMAGED');
  expect(statSync(file).size).toBe(8192);
});

test('a transaction that fails leaves nothing behind', async () => {
  using database = openDatabase(await newFile());
  const { scan } = scanOfDay(0);
  const lying = { ...scan, summary: { ...scan.summary, hosts: null as unknown as number } };
  expect(() => keep(database, { scan: lying })).toThrow(/NOT NULL/);
  expect(listScans(database, ALL)).toEqual([]);
  expect(keep(database, { scan }).id).toBe(1);
});

// Root may write everywhere.
test.runIf(process.getuid?.() !== 0)('a folder that may only be read is told', async () => {
  const folder = await folderOfTest();
  chmodSync(folder, 0o500);
  expect(codeOf(() => openDatabase(join(folder, 'history.db')))).toBe('HISTORY_NOT_OPENED');
});
