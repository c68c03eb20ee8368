import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { readCsv } from '../reports/read-csv.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { rendered } from '../reports/rendered.ts';
import { runIn } from './captured-io.ts';

let folder: string;
let saved: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-view-'));
  saved = join(folder, 'scan.json');
  await writeFile(saved, rendered(SCAN_REPORTERS, 'json', fullScan()));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['--details'],
  ['--by', 'host'],
  ['--only', 'pass'],
  ['--severity', 'critical'],
  ['--summary'],
  ['--top', '1'],
])('%s %s changes what is shown and never the exit code', async (...flags) => {
  const whole = await runIn(['report', saved]);
  const shown = await runIn(['report', saved, ...flags]);
  expect(shown.exitCode).toBe(whole.exitCode);
  expect(shown.stdout).not.toBe(whole.stdout);
});

test.each(['json', 'html', 'junit', 'prometheus'])(
  '%s is always whole, and says so before anything is done',
  async (format) => {
    const { stderr, exitCode } = await runIn([
      'report',
      'there-is-no-such-file.json',
      '--format',
      format,
      '--only',
      'fail',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`The format ${format} is always whole`);
  },
);

test.each([
  ['fail', 'non-compliant'],
  ['warn,unknown', 'warning,unknown'],
])('%s and %s are the same verdicts', async (one, other) => {
  const [first, second] = [
    await runIn(['report', saved, '--only', one]),
    await runIn(['report', saved, '--only', other]),
  ];
  expect(first.exitCode).toBe(1);
  expect(second.stdout).toBe(first.stdout);
});

test('a verdict that there is not is named, with the one that was meant', async () => {
  const { stderr, exitCode } = await runIn(['report', saved, '--only', 'fial']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('"fial" is none: did you mean fail?');
});

test('CSV and lines hold what was asked for alone', async () => {
  const { stdout } = await runIn(['report', saved, '--format', 'csv', '--only', 'fail', '--severity', 'critical']);
  const [header = [], ...rows] = readCsv(stdout);
  const [verdict, severity] = [header.indexOf('verdict'), header.indexOf('severity')];
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map((row) => `${row[verdict]} ${row[severity]}`))).toEqual(new Set(['fail critical']));
  const lines = await runIn(['report', saved, '--format', 'lines', '--only', 'unknown']);
  expect(lines.stdout).not.toMatch(/^(fail|warn|pass) /m);
  expect(lines.stdout).toContain('summary hosts=14');
});

test('--csv-bom begins CSV with a byte order mark, and nothing else', async () => {
  const [csv, table] = [join(folder, 'findings.csv'), join(folder, 'report.txt')];
  await runIn(['report', saved, '--csv-bom', '--output', csv, '--output', table]);
  expect([...(await readFile(csv)).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect((await readFile(table, 'utf8')).startsWith('\ufeff')).toBe(false);
});

test('--top keeps Markdown below 60 kB, and says what is left out', async () => {
  const scan = fullScan();
  const [host] = scan.hosts;
  const [finding] = scan.findings.filter(({ verdict }) => verdict === 'fail');
  if (host === undefined || finding === undefined) throw new Error('the full scan has both');
  const rules = Array.from({ length: 900 }, (_, index) => ({
    ...scan.rules[0],
    id: `pack/rule-${index}`,
    title: 'x'.repeat(200),
  }));
  const findings = rules.map(({ id }) => ({ ...finding, host: host.id, rule: id, message: 'y'.repeat(200) }));
  const large = { ...scan, hosts: [host], rules, findings, since: null } as typeof scan;
  const markdown = rendered(SCAN_REPORTERS, 'markdown', large, {
    width: null,
    colour: false,
    view: { details: false, by: 'rule', only: null, severity: null, summary: false, top: 800 },
  });
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60 * 1024);
  expect(markdown).toContain('left out');
});
