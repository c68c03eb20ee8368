import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
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
