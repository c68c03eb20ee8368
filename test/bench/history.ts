import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from '../../reports/scan/json.ts';
import { openDatabase } from '../../src/history/store/database.ts';
import { recordScan } from '../../src/history/store/store.ts';
import { type Verdict, VERDICTS } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { scanTo } from './html.ts';
import { type Cost, measure } from './measure.ts';
import { row } from './table.ts';

/** What a history costs to keep and to look back on. */
export interface HistoryCost {
  readonly hosts: number;
  readonly scans: number;
  readonly bytes: number;
  readonly recordMs: number;
  readonly commands: ReadonlyMap<string, Cost>;
}

/** Commands as people type them; `yesterday` would hang on the day of the benchmark. */
const COMMANDS = ['history', 'trend', 'trend --by rule --by cluster', 'diff previous latest'];

/** Keeps a scan of a simulated estate once a day, a few hosts otherwise each time, then looks back with the program as it is shipped. */
export async function historyCosts(hosts: number, scans: number, runs: number): Promise<HistoryCost> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-year-'));
  try {
    const saved = join(folder, 'scan.json');
    await scanTo(saved, hosts, folder);
    const file = join(folder, 'history.db');
    const recordMs = keepDaily(file, parseScan(await readFile(saved, 'utf8')), scans);
    const { size: bytes } = await stat(file);
    const commands = new Map<string, Cost>();
    for (const line of COMMANDS) {
      const command = [process.execPath, ESXCHECK, ...line.split(' '), '--history', file];
      commands.set(
        line,
        await measure({ command, env: {}, goodStatuses: [0], isDone: (output) => output !== '' }, runs),
      );
    }
    return { hosts, scans, bytes, recordMs, commands };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds for each scan, its rendering included. */
function keepDaily(file: string, scan: Scan, scans: number): number {
  using database = openDatabase(file);
  const since = performance.now();
  for (let day = 0; day < scans; day += 1) {
    const varied = scanOfDay(scan, day);
    recordScan(database, varied, (part) => json.render(part, { width: null, colour: false }));
  }
  return (performance.now() - since) / scans;
}

/** One host in a hundred fails otherwise than the day before. */
function scanOfDay(scan: Scan, day: number): Scan {
  const startedAt = new Date(Date.UTC(2026, 0, 1 + day, 6)).toISOString();
  const findings = scan.findings.map((finding, index) => {
    const isOther = (index * 7 + day * 13) % 100 === 0 && finding.verdict === 'pass';
    return isOther ? { ...finding, verdict: 'fail' as const, state: 'non-compliant' as const } : finding;
  });
  const count = (wanted: Verdict): number => findings.filter(({ verdict }) => verdict === wanted).length;
  const counted = Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<Verdict, number>;
  return { ...scan, startedAt, finishedAt: startedAt, findings, summary: { ...scan.summary, findings: counted } };
}

export function historyTable({ hosts, scans, bytes, recordMs, commands }: HistoryCost): string {
  const head = [
    'hosts',
    'scans',
    'file MB',
    'KB a scan',
    'ms to keep one',
    ...[...commands.keys()].map((line) => `${line}, s`),
  ];
  const figures = [(bytes / 1e6).toFixed(1), (bytes / scans / 1e3).toFixed(0), recordMs.toFixed(0)];
  const seconds = [...commands.values()].map((cost) => cost.seconds.toFixed(2));
  return [row(head), row(head.map(() => '---')), row([String(hosts), String(scans), ...figures, ...seconds])].join(
    '\n',
  );
}
