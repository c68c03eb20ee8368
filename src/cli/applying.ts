import { existsSync } from 'node:fs';
import { countsText, rebootLine } from '../../reports/apply/lines.ts';
import type { JournalRecord } from '../apply/journal/format.ts';
import { openJournal, readJournal } from '../apply/journal/journal.ts';
import { Past, rollbackSteps } from '../apply/journal/step-history.ts';
import { requireTarget } from '../apply/preconditions.ts';
import { canaries, type Preview, previewSteps } from '../apply/preview.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { ApplyReport, Direction, Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { openConnection } from '../target/connections.ts';
import { canAsk } from '../target/prompt.ts';
import { askForHosts } from './apply-questions.ts';
import { applyReport } from './apply-report.ts';
import { EXIT, exitCodeOfApply } from './exit-code.ts';
import { type Io, note, warn } from './io.ts';
import { leftOutOf, tellLeftOut } from './left-out.ts';
import { resolveOneTarget } from './one-target.ts';
import { readPlan, requireApproved } from './plan-file.ts';
import { onlyHosts } from './planned-hosts.ts';
import { progressOn } from './progress.ts';
import { runForReal } from './real-run.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { previewReboots } from './rolling.ts';
import type { ApplyingArguments, Undertaking } from './undertaking.ts';

/** A dry run first; then, with `--confirm` or a person's word, the real thing. Resolves to the exit code. */
export async function runApplying(
  direction: Direction,
  args: ApplyingArguments,
  { choice, io }: { readonly choice: ReportChoice<ApplyReport>; readonly io: Io },
): Promise<number> {
  const plan = await readPlan(args.plan);
  requireApproved(plan, args.approvedHash);
  const journal = args.journal ?? `${args.plan}.journal`;
  const connection = await resolveOneTarget(args, io);
  // A dry run that no word can turn into the real thing may not write. The interruption is not given to the session: what is in flight is to be finished, and read again.
  const session = await openConnection(connection, { writes: args.confirm === true || canAsk(io) });
  try {
    await requireTarget(session, plan);
    return await rehearseAndRun({ plan, direction, journal, connection, session, args, io }, choice);
  } finally {
    await session.close();
  }
}

async function rehearseAndRun(undertaking: Undertaking, choice: ReportChoice<ApplyReport>): Promise<number> {
  const { io, args } = undertaking;
  const records = await knownRecords(undertaking);
  const past = pastIn(records);
  const steps = chooseSteps(undertaking, past.apply);
  const startedAt = new Date().toISOString();
  const preview = await rehearse(undertaking, steps, past[undertaking.direction]);
  const { outcomes } = preview;
  const lost = outcomes.find(({ reason }) => reason === 'connection-lost');
  if (lost !== undefined) return endUnreached(undertaking, { startedAt, outcomes, why: lost.detail }, choice);
  if (undertaking.direction === 'apply') await tellLeftOut(undertaking.plan, args.only ?? [], io);
  const reboots = args.reboot === true ? await previewReboots(undertaking, outcomes, records) : null;
  const report = applyReport(undertaking, { startedAt, dryRun: true, outcomes, reboots, error: null });
  const isAsked = args.confirm !== true && canAsk(io);
  const isConfirmed = isAsked ? await askForHosts(report, io) : args.confirm === true;
  if (io.signal.aborted || !isConfirmed) {
    // Whoever was asked has seen it already.
    await writeReports(isAsked && args.format === undefined ? { ...choice, printed: null } : choice, report, io);
    await note(io, isAsked ? 'Nothing was written.' : 'Nothing was written. To write: add --confirm.');
    return exitCodeOfApply(report, leftOutOf(undertaking.plan, args.only));
  }
  if (!isAsked) await tellRehearsal(report, io);
  return runForReal(
    undertaking,
    { steps, canaries: args.canary === true ? canariesIn(preview) : null, report },
    choice,
  );
}

interface Unreached {
  readonly startedAt: string;
  readonly outcomes: readonly Outcome[];
  readonly why: string;
}

/** The target went away while the hosts were read: it could not run, whatever was asked for. */
async function endUnreached(
  undertaking: Undertaking,
  { why, ...told }: Unreached,
  choice: ReportChoice<ApplyReport>,
): Promise<number> {
  const report = applyReport(undertaking, { ...told, dryRun: true, reboots: null, error: null });
  await writeReports(choice, report, undertaking.io);
  await warn(undertaking.io, `${why} Nothing was written.`);
  return EXIT.couldNotRun;
}

/** Null where nothing is to be written: reading the others again needs no word. */
function canariesIn(preview: Preview): ReadonlySet<string> | null {
  const chosen = canaries(preview);
  return chosen.size === 0 ? null : chosen;
}

/** In short, for a log: the report itself is that of the real run. */
async function tellRehearsal({ outcomes, reboots }: ApplyReport, io: Io): Promise<void> {
  await note(io, `Dry run: ${countsText(outcomes)}.`);
  for (const reboot of reboots ?? []) await note(io, rebootLine(reboot));
}

/** What the journal, where there is one already, holds. */
async function knownRecords({ journal, plan, direction }: Undertaking): Promise<readonly JournalRecord[]> {
  if (!existsSync(journal)) {
    if (direction === 'apply') return [];
    throw new EsxcheckError('JOURNAL_MISSING', `There is no journal ${JSON.stringify(journal)}.`, {
      details: ['A rollback undoes what the journal of the apply says was done. --journal FILE names it.'],
    });
  }
  const records = await readJournal(journal);
  const opened = records.find(({ entry }) => entry.kind === 'opened')?.entry;
  if (opened?.kind === 'opened' && opened.planHash !== plan.hash) {
    // Says the same as the run itself would, before anything else is done.
    await (await openJournal(journal, plan)).close();
  }
  return records;
}

function pastIn(records: readonly JournalRecord[]): Readonly<Record<Direction, Past>> {
  const past = { apply: new Past('apply'), rollback: new Past('rollback') };
  for (const { entry } of records) {
    past.apply.note(entry);
    past.rollback.note(entry);
  }
  return past;
}

function chooseSteps({ plan, direction, args }: Undertaking, applied: Past): readonly Step[] {
  const steps = direction === 'apply' ? plan.steps : rollbackSteps(plan, applied);
  const isMeant = onlyHosts(args.only ?? [], plan);
  return steps.filter(({ host }) => isMeant(host));
}

async function rehearse({ session, io }: Undertaking, steps: readonly Step[], past: Past): Promise<Preview> {
  const progress = progressOn(io);
  progress.start(new Set(steps.map(({ host }) => host.id)).size, 'reading hosts');
  try {
    return await previewSteps(session, steps, { past, signal: io.signal, onHost: () => progress.step() });
  } finally {
    progress.stop();
  }
}
