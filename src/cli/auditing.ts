import { ScanAudit } from '../history/audit-scans.ts';
import { listScans } from '../history/store/store.ts';
import { isInDoubt } from '../model/erratum.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Audit, StoredScan } from '../model/history.ts';
import type { Scan } from '../model/scan.ts';
import { tool } from '../shipped/installation.ts';
import { exitCodeOfAnswer } from './exit-code.ts';
import { type Io, warn } from './io.ts';
import { scanOf } from './kept-scan.ts';
import { type HistoryArguments, openExistingHistory } from './opened-history.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { readScan } from './scan-source.ts';

type AuditArguments = HistoryArguments & { readonly since?: string | undefined };

/**
 * Tells which findings of kept scans, or of those that are named, may have been told wrongly. One scan is in memory at a
 * time. Resolves to the exit code; throws what reading threw where it was kept from finding any.
 */
export async function auditScans(
  references: readonly string[],
  args: AuditArguments,
  choice: ReportChoice<Audit>,
  io: Io,
): Promise<number> {
  const audit = new ScanAudit();
  const failure =
    references.length > 0 ? await auditNamed(references, audit, args, io) : await auditKept(audit, args, io);
  const { scansInDoubt, findings } = audit;
  if (failure !== null && findings.length === 0) throw failure;
  await writeReports(choice, { tool: tool(), scansInDoubt, findings }, io);
  return exitCodeOfAnswer(findings.length === 0);
}

async function auditNamed(
  references: readonly string[],
  audit: ScanAudit,
  args: AuditArguments,
  io: Io,
): Promise<null> {
  const mended: Scan[] = [];
  for (const reference of references) {
    const scan = await readScan(reference, args, io);
    if (isInDoubt(scan.tool.version)) audit.add(scan);
    else mended.push(scan);
  }
  for (const scan of mended.toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))) audit.answer(scan);
  return null;
}

/** A scan that cannot be read is told and passed over: the others may hold what is looked for. */
async function auditKept(audit: ScanAudit, args: AuditArguments, io: Io): Promise<EsxcheckError | null> {
  using database = await openExistingHistory(args, io);
  let failure: EsxcheckError | null = null;
  const scans = listScans(database, { since: args.since ?? null, before: null, limit: null });
  for (const stored of scans.filter(mayBeInDoubt)) {
    try {
      audit.add(scanOf(database, stored.id));
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      failure ??= error;
      await warn(io, `scan ${stored.id} was not looked at: ${error.message}`);
    }
  }
  for (const stored of listScans(database, { since: null, before: null, limit: null })) {
    if (!audit.isOpen) break;
    if (!mayBeInDoubt(stored)) audit.answer(scanOf(database, stored.id));
  }
  return failure;
}

/** What was kept by a release that did not write down who had judged it was judged by that release or an older one. */
function mayBeInDoubt({ judgedBy }: StoredScan): boolean {
  return judgedBy === null || isInDoubt(judgedBy);
}
