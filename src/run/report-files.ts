import { resolve } from 'node:path';
import { reporterForFile, reporterNamed } from '../../reports/choose.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { Config } from '../config/parse-config.ts';
import type { ReportFile } from './unattended-pass.ts';

/** The reports of a config. Throws an EsxcheckError for a format or an ending that there is not. */
export function reportFiles({ sections }: Config, folder: string): readonly ReportFile[] {
  return (sections.reports ?? []).map((report) => reportFile(report, folder));
}

interface ReportSection {
  readonly file: string;
  readonly format?: string | undefined;
}

/** One of them, by its ending unless a format is named. Throws as they do. */
export function reportFile({ file, format }: ReportSection, folder: string): ReportFile {
  const reporter = format === undefined ? reporterForFile(SCAN_REPORTERS, file) : reporterNamed(SCAN_REPORTERS, format);
  return { path: resolve(folder, file), reporter };
}
