import { dirname, resolve } from 'node:path';
import { json } from '../../reports/scan/json.ts';
import type { Config } from '../config/parse-config.ts';
import type { Database } from '../history/store/database.ts';
import { forgetScans, recordScan } from '../history/store/store.ts';
import { trendsIn } from '../history/store/trends.ts';
import type { Scan } from '../model/scan.ts';

/** The file that a config keeps scans in, beside it where the path is relative; undefined where it names none. */
export function configuredHistory({ file, sections }: Config): string | undefined {
  const named = sections.history?.file;
  return named === undefined ? undefined : resolve(dirname(resolve(file)), named);
}

/** Keeps the scan; its number. Throws what the history throws. */
export function keepScan(scan: Scan, database: Database): number {
  return recordScan(database, scan, (part) => json.render(part, { width: null, colour: false })).id;
}

/** Keeps the scan, then forgets what is older than so many days before it; undefined: nothing is forgotten. */
export function keepAndForget(scan: Scan, database: Database, keepDays: number | undefined): void {
  keepScan(scan, database);
  if (keepDays === undefined) return;
  forgetScans(database, new Date(Date.parse(scan.startedAt) - keepDays * 86_400_000).toISOString());
}

/** The scan with how earlier ones of the same targets stood, up to its own, for charts. */
export function withTrends(scan: Scan, database: Database): Scan {
  const targets = scan.targets.map(({ url }) => url);
  const trends = trendsIn(database, { targets, since: null, byRule: false, byCluster: false }).map((trend) => ({
    ...trend,
    points: trend.points.filter(({ at }) => at <= scan.startedAt),
  }));
  return { ...scan, trends };
}
