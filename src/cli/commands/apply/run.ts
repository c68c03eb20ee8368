import { APPLY_REPORTERS } from '../../../../reports/apply.ts';
import { countsText, rebootLine } from '../../../../reports/apply/lines.ts';
import { type ApplyContext, applyReport } from '../../../apply/context.ts';
import { type DryRun, dryRun } from '../../../apply/dry-run.ts';
import { requireTarget } from '../../../apply/preconditions.ts';
import { previewReboots } from '../../../apply/rollout/reboot-hosts.ts';
import type { ApplyReport, Direction } from '../../../model/outcome.ts';
import type { Plan } from '../../../model/plan.ts';
import { tool } from '../../../shipped/installation.ts';
import { type Connection, openConnection } from '../../../target/connections.ts';
import { canAsk } from '../../../target/prompt.ts';
import { usageError } from '../../parser/usage-error.ts';
import { resolveOneTarget } from '../../shared/connections.ts';
import { type Io, note, warn } from '../../shared/console.ts';
import { EXIT, exitCodeOfApply } from '../../shared/exit-code.ts';
import { readPlan, requireApproved } from '../../shared/plan-file.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { executeConfirmed } from './confirmed.ts';
import type { ApplyCommand, PlanArguments } from './context.ts';
import { ConsoleListener } from './listener.ts';
import { leftOutOf, onlyHosts, tellLeftOut } from './planned-hosts.ts';
import { askForHosts } from './prompts.ts';
import { EXPERIMENTAL, rebootFlags, requireReboot } from './reboots.ts';

/** Carries a plan out, under a journal, after a dry run and a yes. */
export async function run(args: PlanArguments, io: Io): Promise<number> {
  requireReboot(args);
  return runDirection('apply', args, io);
}

/** A dry run first; then, with `--confirm` or a person's word, the real thing. Resolves to the exit code. */
export async function runDirection(direction: Direction, args: PlanArguments, io: Io): Promise<number> {
  if (args.dryRun === true && args.confirm === true) {
    throw usageError('--dry-run and --confirm contradict each other: leave out the one that is not meant.');
  }
  const choice = await chooseReports(APPLY_REPORTERS, args);
  const plan = await readPlan(args.plan);
  requireApproved(plan, args.approvedHash);
  const connection = await resolveOneTarget(args, io);
  const listener = new ConsoleListener(io, connection.endpoint.url);
  try {
    return await runConnected({ connection, plan, direction, listener }, { args, choice, io });
  } finally {
    listener.end();
  }
}

interface ConnectedRun {
  readonly connection: Connection;
  readonly plan: Plan;
  readonly direction: Direction;
  readonly listener: ConsoleListener;
}

async function runConnected(
  { connection, plan, direction, listener }: ConnectedRun,
  command: Omit<ApplyCommand, 'context'>,
): Promise<number> {
  const { args, io } = command;
  // A dry run that no word can turn into the real thing may not write. The interruption is not given to the session: what is in flight is to be finished, and read again.
  const mayWrite = args.dryRun !== true && (args.confirm === true || canAsk(io));
  const session = await openConnection(connection, { writes: mayWrite });
  try {
    await requireTarget(session, plan);
    const context: ApplyContext = {
      plan,
      direction,
      journal: args.journal ?? `${args.plan}.journal`,
      session,
      tool: tool(),
      account: connection.credentials.user,
      change: args.change ?? null,
      isMeant: onlyHosts(args.only ?? [], plan),
      signal: io.signal,
      listener,
    };
    return await dryRunFirst({ context, ...command });
  } finally {
    await session.close();
  }
}

async function dryRunFirst(command: ApplyCommand): Promise<number> {
  const { context, io, args, choice } = command;
  const found = await dryRun(context);
  if (found.lost !== null) return endUnreached(command, found, found.lost);
  if (context.direction === 'apply') await tellLeftOut(context.plan, args.only ?? [], io);
  const report = await reportOf(command, found);
  const isAsked = args.confirm !== true && args.dryRun !== true && canAsk(io);
  const isConfirmed = isAsked ? await askForHosts(report, io) : args.confirm === true;
  if (io.signal.aborted || !isConfirmed) {
    // Whoever was asked has seen it already.
    await writeReports(isAsked && args.format === undefined ? { ...choice, printed: null } : choice, report, io);
    await note(
      io,
      isAsked || args.dryRun === true ? 'Nothing was written.' : 'Nothing was written. To write: add --confirm.',
    );
    return exitCodeOfApply(report, leftOutOf(context.plan, args.only));
  }
  if (!isAsked) await reportBriefly(report, io);
  return executeConfirmed(command, found, report);
}

async function reportOf({ context, args, io }: ApplyCommand, found: DryRun): Promise<ApplyReport> {
  const { startedAt, outcomes, records } = found;
  if (args.reboot === true) await warn(io, EXPERIMENTAL);
  const reboots = args.reboot === true ? await previewReboots(context, outcomes, records, rebootFlags(args)) : null;
  return applyReport(context, { startedAt, dryRun: true, outcomes, reboots, error: null });
}

/** The target went away while the hosts were read: it could not run, whatever was asked for. */
async function endUnreached({ context, choice, io }: ApplyCommand, found: DryRun, why: string): Promise<number> {
  const { startedAt, outcomes } = found;
  await writeReports(
    choice,
    applyReport(context, { startedAt, outcomes, dryRun: true, reboots: null, error: null }),
    io,
  );
  await warn(io, `${why} Nothing was written.`);
  return EXIT.couldNotRun;
}

/** In short, for a log: the report itself is that of the real run. */
async function reportBriefly({ outcomes, reboots }: ApplyReport, io: Io): Promise<void> {
  await note(io, `Dry run: ${countsText(outcomes)}.`);
  for (const reboot of reboots ?? []) await note(io, rebootLine(reboot));
}
