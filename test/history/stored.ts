import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { json } from '../../reports/scan/json.ts';
import { scanOf } from '../../src/cli/kept-scan.ts';
import type { Database } from '../../src/history/store/database.ts';
import { recordScan } from '../../src/history/store/store.ts';
import type { StoredScan } from '../../src/model/history.ts';
import type { Scan } from '../../src/model/scan.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { rendered } from '../reports/rendered.ts';

/** A scan that started on that day of 2026, counted from 0, and its document. */
export function scanOfDay(day: number): { readonly scan: Scan; readonly document: string } {
  const startedAt = new Date(Date.UTC(2026, 0, 1 + day, 6)).toISOString();
  const scan: Scan = { ...fullScan(), startedAt, finishedAt: startedAt, since: null };
  return { scan, document: rendered(SCAN_REPORTERS, 'json', scan) };
}

/** A folder that is gone after the test. */
export async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-history-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

export function keep(database: Database, { scan }: { readonly scan: Scan }): StoredScan {
  return recordScan(database, scan, (part) => json.render(part, { width: null, colour: false }));
}

/** The document of a scan that was kept, made again of what is read back. */
export function documentOf(database: Database, id: number): string {
  return rendered(SCAN_REPORTERS, 'json', scanOf(database, id));
}

/** The same with its hosts spread over targets as the numbers say. */
export function spread(scan: Scan, numbers: readonly number[]): Scan {
  const hosts = scan.hosts.map((host, i) => ({ ...host, target: `https://vc${numbers[i % numbers.length] ?? 0}/sdk` }));
  return { ...scan, hosts };
}
