import { resolve } from 'node:path';
import { APPLIES_REPORTERS } from '../../../../reports/applies.ts';
import { AUDIT_REPORTERS } from '../../../../reports/audit.ts';
import { HISTORY_REPORTERS } from '../../../../reports/history.ts';
import { counted } from '../../../../reports/text/wrap.ts';
import { chooseRuns } from '../../../apply/journal/list-runs.ts';
import { type ReadJournal, readRuns } from '../../../apply/journal/read-runs.ts';
import { forgetScans, listScans } from '../../../history/store/store.ts';
import type { Applies } from '../../../model/applies.ts';
import type { ScanListing } from '../../../model/history.ts';
import { tool } from '../../../shipped/installation.ts';
import { journalRegister } from '../../../target/environment.ts';
import { askYesNo, canAsk } from '../../../target/prompt.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, note, print, warn } from '../../shared/console.ts';
import { EXIT, exitCodeOfAnswer } from '../../shared/exit-code.ts';
import { type HistoryArguments, openExistingHistory, recordInHistory } from '../../shared/history.ts';
import { knownJournals } from '../../shared/journal-registry.ts';
import { chooseReports, type ReportChoice, writeReports } from '../../shared/report-output.ts';
import { readScan } from '../../shared/saved-scan.ts';
import { auditScans } from './audit.ts';

/** Looks back; contacts nobody. Scans that are kept, or with `--applies` what was changed. */
export async function run(
  args: ScanArguments & AppliesArguments & { readonly applies?: boolean | undefined },
  io: Io,
): Promise<number> {
  if (args.applies !== true) return ofScans(args, io);
  const choice = await chooseReports(APPLIES_REPORTERS, args);
  return tellApplies(args, choice, io);
}

interface ScanArguments extends HistoryArguments {
  readonly journals?: readonly string[] | undefined;
  readonly import?: readonly string[] | undefined;
  readonly forgetOlderThan?: number | undefined;
  readonly confirm?: boolean | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly format?: string | undefined;
  readonly output?: string[] | undefined;
}

async function audit(args: ScanArguments, scans: readonly string[], io: Io): Promise<number> {
  if (args.import !== undefined || args.forgetOlderThan !== undefined) {
    throw usageError('"history audit" only looks: leave out --import and --forget-older-than.');
  }
  const choice = await chooseReports(AUDIT_REPORTERS, args);
  return auditScans(scans, args, choice, io);
}

async function ofScans(args: ScanArguments, io: Io): Promise<number> {
  const [journal, ...scans] = args.journals ?? [];
  if (journal === 'audit') return audit(args, scans, io);
  if (journal !== undefined) {
    throw usageError('A journal is read with --applies.', [`esxcheck history --applies ${journal}`]);
  }
  const { forgetOlderThan: olderThan, import: files } = args;
  if (olderThan !== undefined || files !== undefined) {
    if (files !== undefined) await importScans(files, args, io);
    return olderThan === undefined ? 0 : forgetOld({ ...args, olderThan, confirm: args.confirm === true }, io);
  }
  const choice = await chooseReports(HISTORY_REPORTERS, args);
  return listHistory(args, choice, io);
}

export type ListArguments = HistoryArguments & { readonly since?: string | undefined; readonly limit: number };

/** Lists scans of the history. Resolves to the exit code. */
export async function listHistory(args: ListArguments, choice: ReportChoice<ScanListing>, io: Io): Promise<number> {
  using database = await openExistingHistory(args, io);
  const scans = listScans(database, { since: args.since ?? null, before: null, limit: args.limit });
  await writeReports(choice, { tool: tool(), scans }, io);
  return EXIT.done;
}

/** Puts saved scans into the history; one that is there already stays what it is. All files are read before one is kept. */
export async function importScans(files: readonly string[], args: HistoryArguments, io: Io): Promise<number> {
  const scans = [];
  for (const file of files) scans.push(await readScan(file, args, io));
  for (const [index, scan] of scans.entries()) {
    const { id } = await recordInHistory(scan, args, io);
    await note(io, `${files[index] ?? ''} is scan ${id} of the history.`);
  }
  return EXIT.done;
}

export type ForgetArguments = HistoryArguments & { readonly olderThan: number; readonly confirm: boolean };

/** Takes old scans away: shows how many, then asks a person, unless `--confirm` says yes. */
export async function forgetOld({ olderThan, confirm, ...args }: ForgetArguments, io: Io): Promise<number> {
  using database = await openExistingHistory(args, io);
  const before = new Date(Date.now() - olderThan * 86_400_000).toISOString();
  const count = listScans(database, { since: null, before, limit: null }).length;
  const what = `${counted(count, 'scan')} that started before ${before.slice(0, 10)}`;
  if (count > 0 && !confirm) {
    if (!canAsk(io)) throw usageError(`This would forget ${what}; --confirm does it.`);
    if (!(await askYesNo(`Forget ${what}?`, io))) return EXIT.done;
  }
  forgetScans(database, before);
  await print(io, `Forgot ${what}.\n`);
  return EXIT.done;
}

export interface AppliesArguments {
  readonly journals?: readonly string[] | undefined;
  readonly details?: boolean | undefined;
  readonly change?: string | undefined;
  readonly host?: readonly string[] | undefined;
  readonly since?: string | undefined;
}

/** Tells the runs in the journals that were named, or in all that are known. Resolves to the exit code. */
export async function tellApplies(args: AppliesArguments, choice: ReportChoice<Applies>, io: Io): Promise<number> {
  const { journals: named = [], details } = args;
  const paths = named.length > 0 ? [...new Set(named.map((path) => resolve(path)))] : await registered(io);
  const read: ReadJournal[] = [];
  // One after the other: they may be large.
  for (const path of paths) read.push(await readRuns(path));
  const document = documentOf(read, { ...args, details: details ?? named.length === 1 });
  await writeReports(choice, document, io);
  return exitCodeOfAnswer(document.journals.every(({ state }) => state === 'intact'));
}

async function registered(io: Io): Promise<readonly string[]> {
  const { paths, strangeLines } = await knownJournals(io);
  const register = journalRegister(io);
  if (strangeLines > 0)
    await warn(io, `${register}: ${counted(strangeLines, 'line')} ${strangeLines === 1 ? 'names' : 'name'} no journal`);
  if (paths.length === 0)
    await note(io, `No journal is listed in ${register}. One that is named is read: add its path.`);
  return paths;
}

function documentOf(read: readonly ReadJournal[], args: AppliesArguments & { readonly details: boolean }): Applies {
  const { change = null, host = null, since = null, details } = args;
  const choice = { change, hosts: host, since };
  return {
    tool: tool(),
    readAt: new Date().toISOString(),
    choice,
    details,
    journals: read.map(({ report }) => report),
    runs: chooseRuns(
      read.flatMap(({ runs }) => runs),
      choice,
    ),
  };
}
