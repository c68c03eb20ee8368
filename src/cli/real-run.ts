import { takeLock } from '../apply/lock.ts';
import type { ApplyReport, Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { RolloutOutcome } from '../model/rollout.ts';
import { applyReport } from './apply-report.ts';
import { outcomesSoFar, rebootsSoFar, recordsSoFar, toldError } from './broken-off.ts';
import { carryOutSteps } from './carrying-out.ts';
import { prepareEvidence, writeEvidence } from './evidence.ts';
import { exitCodeOfApply } from './exit-code.ts';
import { warn } from './io.ts';
import { leftOutOf } from './left-out.ts';
import { rebootFrom } from './reboots.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { hostsOf, rollHosts } from './rolling.ts';
import { lockFolder } from './state-folder.ts';
import type { Undertaking } from './undertaking.ts';

/** What the dry run found, and what was chosen by it. */
export interface Rehearsed {
  readonly steps: readonly Step[];
  /** Of hosts, by id; null where all are done in one go. */
  readonly canaries: ReadonlySet<string> | null;
  readonly report: ApplyReport;
}

/** What a run came to, and the error that broke it off. */
interface Course {
  readonly outcomes: readonly Outcome[];
  /** Null where no reboot was asked for. */
  readonly rolled: readonly RolloutOutcome[] | null;
  readonly broken: { readonly error: unknown } | null;
}

/**
 * Carries out what was rehearsed, under the lock of the target, and writes evidence and reports. Resolves to the exit code.
 *
 * What breaks the run off, such as a journal that cannot be written any further, is thrown when they are written.
 */
export async function runForReal(
  undertaking: Undertaking,
  rehearsed: Rehearsed,
  choice: ReportChoice<ApplyReport>,
): Promise<number> {
  const { plan, io } = undertaking;
  await using lock = await takeLock(lockFolder(io), plan.target.identity);
  const folder = await prepareEvidence(undertaking, rehearsed.report);
  const { outcomes, rolled, broken } = await carryOut(undertaking, rehearsed);
  const report = applyReport(undertaking, {
    startedAt: rehearsed.report.startedAt,
    dryRun: false,
    outcomes,
    reboots: rolled?.map(rebootFrom) ?? null,
    error: broken === null ? null : toldError(broken.error),
  });
  await lock.release();
  const writing = writeDown(undertaking, { folder, before: rehearsed.report, after: report, choice });
  // Often it is the very same disk that is full: what broke the run off is the more important one of the two.
  await (broken === null ? writing : writing.catch((error: unknown) => warn(io, toldError(error).message)));
  if (broken !== null) throw broken.error;
  return exitCodeOfApply(report, leftOutOf(plan, undertaking.args.only));
}

async function carryOut(undertaking: Undertaking, { steps, canaries }: Rehearsed): Promise<Course> {
  const { args } = undertaking;
  const ended: RolloutOutcome[] = [];
  let outcomes: readonly Outcome[] | null = null;
  try {
    outcomes = await carryOutSteps(undertaking, steps, canaries);
    const rolled = args.reboot === true ? await rollHosts(undertaking, outcomes, (one) => ended.push(one)) : null;
    return { outcomes, rolled, broken: null };
  } catch (error) {
    const records = await recordsSoFar(undertaking.journal);
    outcomes ??= outcomesSoFar(steps, records, undertaking.direction);
    const hosts = hostsOf(outcomes).map(({ host }) => host);
    const rolled = args.reboot === true ? rebootsSoFar(hosts, ended, records) : null;
    return { outcomes, rolled, broken: { error } };
  }
}

interface Results {
  /** Of the evidence; null where none is wanted. */
  readonly folder: string | null;
  readonly before: ApplyReport;
  readonly after: ApplyReport;
  readonly choice: ReportChoice<ApplyReport>;
}

/** The reports are written also when the evidence cannot be. */
async function writeDown(undertaking: Undertaking, { folder, before, after, choice }: Results): Promise<void> {
  try {
    if (folder !== null) await writeEvidence(folder, undertaking, { before, after });
  } finally {
    await writeReports(choice, after, undertaking.io);
  }
}
