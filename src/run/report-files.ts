import { resolve } from 'node:path';
import { HOST_REPORTERS } from '../../reports/checklist.ts';
import { reporterForFile, reporterNamed } from '../../reports/choose.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { Config } from '../config/parse-config.ts';
import type { HostReporter } from '../model/checklist.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Reporter } from '../model/reporter.ts';
import type { Scan } from '../model/scan.ts';
import type { ReportFile } from './unattended-pass.ts';

/** Everything that a scan can become: reports of all of it, and checklists of each host. */
export const SCAN_AND_HOST_REPORTERS: readonly (Reporter<Scan> | HostReporter)[] = [
  ...SCAN_REPORTERS,
  ...HOST_REPORTERS,
];

/** Whether it makes a checklist of one host. */
export function isOfHosts(reporter: Reporter<Scan> | HostReporter): reporter is HostReporter {
  return 'needsBenchmark' in reporter;
}

/** Whether a path says that it is a folder. */
export function isFolderName(path: string): boolean {
  return path.endsWith('/') || (process.platform === 'win32' && path.endsWith('\\'));
}

/** The reports of a config. Throws an EsxcheckError for a format or an ending that there is not. */
export function reportFiles({ sections }: Config, folder: string): readonly ReportFile[] {
  return (sections.reports ?? []).map((report) => reportFile(report, folder));
}

interface ReportSection {
  readonly file: string;
  readonly format?: string | undefined;
}

/** One of them, by its ending unless a format is named; a folder holds a checklist a host. Throws as they do. */
export function reportFile({ file, format }: ReportSection, folder: string): ReportFile {
  const path = resolve(folder, file);
  if (isFolderName(file)) return { path, isFolder: true, reporter: format === undefined ? null : hostReporter(format) };
  const reporters = SCAN_AND_HOST_REPORTERS;
  const reporter = format === undefined ? reporterForFile(reporters, file) : reporterNamed(reporters, format);
  return isOfHosts(reporter) ? { path, isFolder: false, reporter } : { path, reporter };
}

function hostReporter(format: string): HostReporter {
  const reporter = reporterNamed(SCAN_AND_HOST_REPORTERS, format);
  if (isOfHosts(reporter)) return reporter;
  const names = HOST_REPORTERS.map(({ name }) => name).join(', ');
  throw new EsxcheckError('USAGE', `A folder gets a checklist a host, and ${reporter.name} is a report of all hosts.`, {
    details: [`Formats of checklists: ${names}.`],
  });
}
