import type { Config } from '../config/parse-config.ts';
import { compareScans } from '../history/compare-scans.ts';
import { forgetScans, scansLike } from '../history/store/store.ts';
import type { Scan } from '../model/scan.ts';
import type { Io } from './io.ts';
import { scanOf } from './kept-scan.ts';
import { configuredHistory, type HistoryArguments, openHistory } from './opened-history.ts';
import { recordInHistory } from './recording.ts';

/** The history of a config, and for how many days scans are kept in it; undefined: for ever. */
export interface ConfiguredHistory extends HistoryArguments {
  readonly keepDays: number | undefined;
}

export function historyOf(config: Config): ConfiguredHistory {
  return { history: configuredHistory(config), config: false, keepDays: config.sections.history?.keepDays };
}

/** The scan beside the last one of the same targets. */
export async function besideLast(scan: Scan, history: ConfiguredHistory, io: Io): Promise<Scan> {
  using database = await openHistory(history, io);
  const urls = scan.targets.map(({ url }) => url);
  const [last] = scansLike(database, urls);
  return last === undefined ? scan : { ...scan, since: compareScans(scanOf(database, last.id), scan) };
}

/** Keeps the scan, then forgets what the config wants forgotten. */
export async function keepInHistory(scan: Scan, history: ConfiguredHistory, io: Io): Promise<void> {
  await recordInHistory(scan, history, io);
  if (history.keepDays === undefined) return;
  using database = await openHistory(history, io);
  forgetScans(database, new Date(Date.parse(scan.startedAt) - history.keepDays * 86_400_000).toISOString());
}
