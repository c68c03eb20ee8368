import type { ApplyReport } from '../model/outcome.ts';
import type { RolloutOutcome } from '../model/rollout.ts';
import { type ApplyContext, applyReport } from './context.ts';
import { type ExecuteOptions, executePlan } from './journaled-run.ts';
import { takeLock } from '../files/lock.ts';
import { outcomesSoFar, rebootsSoFar, recordsSoFar, reportedError } from './recover-outcomes.ts';
import { hostsToReboot, rebootFrom, rebootHosts, type RebootOptions } from './rollout/reboot-hosts.ts';

/** What is carried out, and what happens around it. */
export interface RunPlanOptions extends ExecuteOptions {
  /** Of the dry run before it: when it was started. */
  readonly startedAt: string;
  /** Folder of the locks: one run at a time writes to a target. */
  readonly locks: string;
  /** Called under the lock, before anything is written. */
  readonly prepare: () => Promise<void>;
  /** Reboots that follow; null for none. */
  readonly reboots: RebootOptions | null;
}

/** What a run came to. */
export interface RunResult {
  readonly report: ApplyReport;
  /** What broke it off, such as a journal that cannot be written any further; null where it came to its end. */
  readonly broken: { readonly error: unknown } | null;
}

/**
 * Carries out what a dry run found, under the lock of the target. A run that is broken off is reported by what its journal
 * holds; the error is for the caller to throw when that is written. Throws APPLY_RUNNING, LOCK_NOT_TAKEN, and what `prepare` throws.
 */
export async function runPlan(context: ApplyContext, options: RunPlanOptions): Promise<RunResult> {
  await using lock = await takeLock(options.locks, context.plan.target.identity);
  await options.prepare();
  const { outcomes, rebooted, broken } = await carryOut(context, options);
  const report = applyReport(context, {
    startedAt: options.startedAt,
    dryRun: false,
    outcomes,
    reboots: rebooted?.map(rebootFrom) ?? null,
    error: broken === null ? null : reportedError(broken.error),
  });
  await lock.release();
  return { report, broken };
}

type Ending = Pick<ApplyReport, 'outcomes'> &
  Pick<RunResult, 'broken'> & { readonly rebooted: readonly RolloutOutcome[] | null };

async function carryOut(context: ApplyContext, options: RunPlanOptions): Promise<Ending> {
  const { steps, reboots } = options;
  const ended: RolloutOutcome[] = [];
  let outcomes: ApplyReport['outcomes'] | null = null;
  try {
    outcomes = await executePlan(context, options);
    const rebooted = reboots === null ? null : await rebootHosts(context, outcomes, noting(reboots, ended));
    return { outcomes, rebooted, broken: null };
  } catch (error) {
    const records = await recordsSoFar(context.journal);
    outcomes ??= outcomesSoFar(steps, records, context.direction);
    const hosts = hostsToReboot(outcomes).map(({ host }) => host);
    return { outcomes, rebooted: reboots === null ? null : rebootsSoFar(hosts, ended, records), broken: { error } };
  }
}

function noting(reboots: RebootOptions, ended: RolloutOutcome[]): RebootOptions {
  return {
    ...reboots,
    onEvent: (event) => {
      if (event.kind === 'ended') ended.push(event.outcome);
      reboots.onEvent(event);
    },
  };
}
