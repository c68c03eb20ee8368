import { resolve } from 'node:path';
import { SCAN_REPORTERS } from '../../../../reports/scan.ts';
import type { Config } from '../../../config/parse-config.ts';
import { compareScans } from '../../../history/compare-scans.ts';
import { forgetScans, scansLike } from '../../../history/store/store.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { Reporter } from '../../../model/reporter.ts';
import type { Scan } from '../../../model/scan.ts';
import { writeFileWhole } from '../../shared/atomic-write.ts';
import { type Io, warn } from '../../shared/console.ts';
import { configuredHistory, type HistoryArguments, openHistory, recordInHistory } from '../../shared/history.ts';
import { reporterForFile, reporterNamed } from '../../shared/report-output.ts';
import { scanOf } from '../../shared/saved-scan.ts';

interface ChosenReport {
  readonly path: string;
  readonly reporter: Reporter<Scan>;
}

/** The reports of the config. Throws an EsxcheckError for a format or an ending that there is not. */
export function chosenReports({ sections }: Config, folder: string): readonly ChosenReport[] {
  return (sections.reports ?? []).map((report) => reportOf(report, folder));
}

interface ReportSection {
  readonly file: string;
  readonly format?: string | undefined;
}

/** One of them, by its ending unless a format is named. Throws as they do. */
export function reportOf({ file, format }: ReportSection, folder: string): ChosenReport {
  const reporter = format === undefined ? reporterForFile(SCAN_REPORTERS, file) : reporterNamed(SCAN_REPORTERS, format);
  return { path: resolve(folder, file), reporter };
}

/** One that cannot be written keeps no other from being written. */
export async function writeEach(reports: readonly ChosenReport[], scan: Scan, shortfalls: Shortfalls): Promise<void> {
  for (const { path, reporter } of reports) {
    await shortfalls.attempt(() => writeFileWhole(path, reporter.render(scan, { width: null, colour: false })));
  }
}

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

/** What went wrong beside the scan itself: each is told once, and none keeps the others from being tried. */
export class Shortfalls {
  readonly #io: Io;
  #count = 0;

  constructor(io: Io) {
    this.#io = io;
  }

  get count(): number {
    return this.#count;
  }

  /** An error for people is told and counted; a bug is thrown on. */
  async attempt(work: () => Promise<void>): Promise<void> {
    await this.unlessFailed(undefined, work);
  }

  /** The same, with what takes the place of a result that there is not. */
  async unlessFailed<T>(instead: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      this.#count += 1;
      await warn(this.#io, [`${error.code}: ${error.message}`, ...error.details].join(' '));
      return instead;
    }
  }
}
