import type { DryRun } from '../../../apply/dry-run.ts';
import type { ExecuteOptions } from '../../../apply/journaled-run.ts';
import { runPlan } from '../../../apply/locked-run.ts';
import { reportedError } from '../../../apply/recover-outcomes.ts';
import type { ApplyReport } from '../../../model/outcome.ts';
import { lockFolder } from '../../../target/environment.ts';
import { canAsk } from '../../../target/prompt.ts';
import { note, warn } from '../../shared/console.ts';
import { exitCodeOfApply } from '../../shared/exit-code.ts';
import { rememberJournal } from '../../shared/journal-registry.ts';
import { writeReports } from '../../shared/report-output.ts';
import type { ApplyCommand } from './context.ts';
import { prepareEvidence, writeEvidence } from './evidence.ts';
import { leftOutOf } from './planned-hosts.ts';
import { askToGoOn, askWhetherItTookEffect } from './prompts.ts';
import { RebootScreen } from './reboots.ts';

/**
 * Carries out what the dry run found and people confirmed, and writes evidence and reports. Resolves to the exit code.
 *
 * What breaks the run off, such as a journal that cannot be written any further, is thrown when they are written.
 */
export async function executeConfirmed(command: ApplyCommand, found: DryRun, before: ApplyReport): Promise<number> {
  const { context, args, io } = command;
  let folder: string | null = null;
  const screen = args.reboot === true ? new RebootScreen(args, io) : null;
  const { report, broken } = await runPlan(context, {
    ...optionsOf(command, found),
    startedAt: found.startedAt,
    locks: lockFolder(io),
    prepare: async () => {
      folder = await prepareEvidence(command, before);
    },
    reboots: screen?.options ?? null,
  }).finally(() => screen?.stop());
  await noteEnd(command, report, screen);
  const writing = writeDown(command, { folder, before, after: report });
  // Often it is the very same disk that is full: what broke the run off is the more important one of the two.
  await (broken === null ? writing : writing.catch((error: unknown) => warn(io, reportedError(error).message)));
  if (broken !== null) throw broken.error;
  return exitCodeOfApply(report, leftOutOf(context.plan, args.only));
}

function optionsOf({ context, args, io }: ApplyCommand, found: DryRun): ExecuteOptions {
  const isAsking = args.confirm !== true && canAsk(io);
  return {
    steps: found.steps,
    canaries: args.canary === true ? found.canaries : null,
    maxFailures: args.maxFailures ?? null,
    backup: args.backup ?? null,
    goOn: canAsk(io) ? (outcomes) => askToGoOn(outcomes, io) : null,
    tookEffect: isAsking ? asking(context.listener.stop, io) : null,
    onJournal: (path) => rememberJournal(path, io),
  };
}

function asking(pause: () => void, io: ApplyCommand['io']): NonNullable<ExecuteOptions['tookEffect']> {
  let earlier: Promise<unknown> = Promise.resolve();
  // Hosts run side by side, but a person answers one question at a time.
  return (step, problem) => {
    const answer = earlier.then(() => {
      pause();
      return askWhetherItTookEffect(step, problem, io);
    });
    earlier = answer.catch(() => undefined);
    return answer;
  };
}

/** What came of reboots, and that others wait. */
async function noteEnd({ args, io }: ApplyCommand, report: ApplyReport, screen: RebootScreen | null): Promise<void> {
  if (screen !== null && report.error === null) await note(io, screen.summaryOf(report.reboots ?? []));
  const waits = [...report.outcomes, ...(report.reboots ?? [])].some(({ reason }) => reason === 'awaits-word');
  if (args.canary === true && waits) {
    await note(io, 'The other hosts are awaiting confirmation: run it again without --canary.');
  }
}

interface Results {
  /** Of the evidence; null where none is wanted. */
  readonly folder: string | null;
  readonly before: ApplyReport;
  readonly after: ApplyReport;
}

/** The reports are written also when the evidence cannot be. */
async function writeDown(command: ApplyCommand, { folder, before, after }: Results): Promise<void> {
  try {
    if (folder !== null) await writeEvidence(folder, command, { before, after });
  } finally {
    await writeReports(command.choice, after, command.io);
  }
}
