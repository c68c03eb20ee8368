import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { trendsIn } from '../history/store/trends.ts';
import type { Scan } from '../model/scan.ts';
import type { Io } from './io.ts';
import { type HistoryArguments, openHistory } from './opened-history.ts';
import { historyFile } from './state-folder.ts';

/** A scan with how earlier ones of the same targets stood, up to its own, for charts; as it is where there is no history. */
export async function withTrends(scan: Scan, args: HistoryArguments, io: Io): Promise<Scan> {
  const file = args.history === undefined ? historyFile(io) : resolve(args.history);
  if (!existsSync(file)) return scan;
  using database = await openHistory(args, io);
  const targets = scan.targets.map(({ url }) => url);
  const trends = trendsIn(database, { targets, since: null, byRule: false, byCluster: false }).map((trend) => ({
    ...trend,
    points: trend.points.filter(({ at }) => at <= scan.startedAt),
  }));
  return { ...scan, trends };
}
