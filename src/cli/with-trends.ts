import { existsSync } from 'node:fs';
import { trendsIn } from '../history/store/trends.ts';
import type { Scan } from '../model/scan.ts';
import type { Io } from './io.ts';
import { type HistoryArguments, historyPath, openHistory } from './opened-history.ts';

/** A scan with how earlier ones of the same targets stood, up to its own, for charts; as it is where there is no history. */
export async function withTrends(scan: Scan, args: HistoryArguments, io: Io): Promise<Scan> {
  const file = await historyPath(args, io);
  if (!existsSync(file)) return scan;
  using database = await openHistory({ history: file }, io);
  const targets = scan.targets.map(({ url }) => url);
  const trends = trendsIn(database, { targets, since: null, byRule: false, byCluster: false }).map((trend) => ({
    ...trend,
    points: trend.points.filter(({ at }) => at <= scan.startedAt),
  }));
  return { ...scan, trends };
}
