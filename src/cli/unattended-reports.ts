import { resolve } from 'node:path';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { Config } from '../config/parse-config.ts';
import type { Reporter } from '../model/reporter.ts';
import type { Scan } from '../model/scan.ts';
import { reporterForFile, reporterNamed } from './report-choice.ts';
import type { Shortfalls } from './shortfalls.ts';
import { writeFileWhole } from './whole-file.ts';

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
