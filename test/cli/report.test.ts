import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { rendered } from '../reports/rendered.ts';
import { runIn } from './captured-io.ts';

let folder: string;
let saved: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-report-'));
  saved = join(folder, 'scan.json');
  await writeFile(saved, rendered(SCAN_REPORTERS, 'json', fullScan()));
});
afterAll(() => rm(folder, { recursive: true }));

const TEXTS = SCAN_REPORTERS.map(({ name }) => name).filter((name) => name !== 'json');

test('a saved scan is the same document again, byte for byte', async () => {
  const { stdout, exitCode } = await runIn(['report', saved, '--format', 'json']);
  expect(stdout).toBe(rendered(SCAN_REPORTERS, 'json', fullScan()));
  expect(exitCode).toBe(1);
});

test.each(TEXTS)('a saved scan renders as the scan itself: %s', async (format) => {
  const { stdout, stderr, exitCode } = await runIn(['report', saved, '--format', format]);
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: rendered(SCAN_REPORTERS, format, fullScan()),
    stderr: '',
    exitCode: 1,
  });
});

test('several formats at once, each by the ending of its file', async () => {
  const files = ['report.md', 'junit.xml', 'esxcheck.prom', 'findings.csv'].map((name) => join(folder, name));
  const outcome = await runIn(['report', saved, ...files.flatMap((file) => ['--output', file])]);
  expect(outcome).toMatchObject({ stdout: '', exitCode: 1 });
  const starts = await Promise.all(files.map(async (file) => (await readFile(file, 'utf8')).slice(0, 6)));
  expect(starts).toEqual(['# ESXi', '<?xml ', '# HELP', 'host,t']);
});

test('the exit code is that of the scan', async () => {
  const { findings, hosts, targets } = fullScan();
  const unknown = findings.filter(({ verdict }) => verdict === 'unknown');
  const none = { fail: 0, warn: 0, waived: 0, pass: 0, 'not-applicable': 0, unknown: unknown.length };
  const summary = { ...fullScan().summary, findings: none };
  const reached = targets.filter(({ error }) => error === null);
  const some = { ...fullScan(), hosts, targets: reached, findings: unknown, summary, since: null };
  const file = join(folder, 'unknown.json');
  await writeFile(file, rendered(SCAN_REPORTERS, 'json', some));
  expect((await runIn(['report', file])).exitCode).toBe(3);
  expect((await runIn(['report', file, '--max-unknown', String(unknown.length)])).exitCode).toBe(0);
});

test.each([
  ['hosts', { hosts: 2 }],
  ['findings that are fail', { findings: { ...fullScan().summary.findings, fail: 0 } }],
])('a scan whose summary counts other %s than there are is refused', async (what, lie) => {
  const file = join(folder, 'lie.json');
  const scan = fullScan();
  await writeFile(file, rendered(SCAN_REPORTERS, 'json', { ...scan, summary: { ...scan.summary, ...lie } }));
  const { stdout, stderr, exitCode } = await runIn(['report', file]);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toContain('SCAN_INVALID');
  expect(stderr).toContain(what);
});

test('with an earlier scan it says what has changed', async () => {
  const outcome = await runIn(['report', saved, '--since', saved, '--format', 'markdown']);
  expect(outcome.stdout).toContain('14 hosts compared: 0 changed, 14 as before');
});
