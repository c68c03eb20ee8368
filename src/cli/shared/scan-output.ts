import { stat } from 'node:fs/promises';
import { reporterForFile, reporterNamed } from '../../../reports/choose.ts';
import { SCAN_REPORTERS } from '../../../reports/scan.ts';
import { expectWritable } from '../../files/atomic-write.ts';
import type { ChecklistTemplate, HostReporter } from '../../model/checklist.ts';
import type { Framework } from '../../model/framework.ts';
import type { ScanView } from '../../model/scan-view.ts';
import type { Scan } from '../../model/scan.ts';
import {
  type ChecklistFile,
  type ChecklistTally,
  renderChecklist,
  requireFrameworks,
  tallyWords,
  writeChecklists,
} from '../../run/checklist-files.ts';
import { isFolderName, isOfHosts, SCAN_AND_HOST_REPORTERS } from '../../run/report-files.ts';
import { parseTemplate } from '../../saved/checklist/parse-template.ts';
import type { ReportArguments } from '../common-options.ts';
import { usageError } from '../parser/usage-error.ts';
import { type Io, note, print, warn } from './console.ts';
import { savedText } from './read-text.ts';
import { chooseReports, type ReportChoice, writeReports } from './report-output.ts';

export type ScanOutputArguments = ReportArguments & { readonly checklistTemplate?: string | undefined };

/** Which reports and checklists go where. */
export interface ScanOutput {
  readonly reports: ReportChoice<Scan>;
  /** Null where no checklist is printed. */
  readonly printed: HostReporter | null;
  readonly files: readonly ChecklistFile[];
  readonly template: ChecklistTemplate | null;
}

/**
 * As `chooseReports` does, of everything that a scan can become; a path that ends in a slash, or is a folder, gets a checklist a
 * host. Throws what it throws, and TEMPLATE_INVALID.
 */
export async function chooseScanOutput(args: ScanOutputArguments, view: ScanView): Promise<ScanOutput> {
  const named = args.format === undefined ? null : reporterNamed(SCAN_AND_HOST_REPORTERS, args.format);
  const format = named !== null && isOfHosts(named) ? named : null;
  const all = await Promise.all((args.output ?? []).map((path) => destinationOf(path, format)));
  const files = all.flatMap(({ file }) => file ?? []);
  const rest = all.flatMap(({ path, file }) => (file === null ? [path] : []));
  const printed = files.some(({ isFolder }) => isFolder) ? null : format;
  const wantsChecklist = files.length > 0 || printed !== null;
  if (wantsChecklist) requireWhole(view);
  requireDistinct(files);
  const { format: _format, ...others } = args;
  const reports = await chooseReports(
    SCAN_REPORTERS,
    { ...others, output: rest, ...(named === null || format !== null ? {} : { format: named.name }) },
    view,
  );
  if (!wantsChecklist) {
    if (args.checklistTemplate !== undefined) throw templateWithout();
    return { reports, printed: null, files, template: null };
  }
  for (const { path, isFolder } of files) if (!isFolder) await expectWritable(path);
  const template = args.checklistTemplate === undefined ? null : parseTemplate(await savedText(args.checklistTemplate));
  return {
    reports: named === null || format !== null ? { ...reports, printed: null } : reports,
    printed,
    files,
    template,
  };
}

interface Destination {
  readonly path: string;
  readonly file: ChecklistFile | null;
}

async function destinationOf(path: string, format: HostReporter | null): Promise<Destination> {
  if (isFolderName(path) || (await isFolder(path))) return { path, file: { path, isFolder: true, reporter: format } };
  const reporter = reporterForFile(SCAN_AND_HOST_REPORTERS, path);
  return { path, file: isOfHosts(reporter) ? { path, isFolder: false, reporter } : null };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A checklist that held half of the controls would be taken for the whole. */
function requireWhole({ only, severity }: ScanView): void {
  if (only === null && severity === null) return;
  throw usageError('A checklist is always whole: --only and --severity are for what people read.');
}

function requireDistinct(files: readonly ChecklistFile[]): void {
  const paths = files.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw usageError(`The path ${JSON.stringify(twice)} is given twice with --output.`);
}

function templateWithout(): Error {
  return usageError('--checklist-template is for checklists, and none is asked for.', [
    'Add one: --output esx-01.cklb, or a folder: --output checklists/',
  ]);
}

/** Throws FRAMEWORK_NOT_JUDGED and CHECKLIST_WITHOUT_BENCHMARK before a host is asked. */
export function expectFrameworks({ files, printed }: ScanOutput, frameworks: readonly Framework[]): void {
  for (const { reporter } of files) requireFrameworks(frameworks, reporter);
  if (printed !== null) requireFrameworks(frameworks, printed);
}

/** Writes the checklists last: what is wrong with them keeps no other report from being written. */
export async function writeScanOutput(output: ScanOutput, scan: Scan, io: Io): Promise<void> {
  await writeReports(output.reports, scan, io);
  await writeChecklistOutput(output, scan, io);
}

/** The checklists alone, where something is to be done between the reports and them. */
export async function writeChecklistOutput(output: ScanOutput, scan: Scan, io: Io): Promise<void> {
  const { printed, files, template } = output;
  for (const file of files) {
    const tally = await writeChecklists(file, scan, template);
    await tell(tally, `Wrote ${file.path}`, io);
  }
  if (printed === null) return;
  const { pieces, tally } = renderChecklist(scan, printed, template);
  for (const piece of pieces) await print(io, piece);
  await tell(tally, 'Printed', io);
}

async function tell(tally: ChecklistTally, did: string, io: Io): Promise<void> {
  for (const remark of tally.remarks) await warn(io, remark);
  await note(io, `${did}, ${tallyWords(tally)}.`);
}
