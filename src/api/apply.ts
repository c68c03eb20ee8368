import { homedir } from 'node:os';
import { type ApplyContext, applyReport } from '../apply/context.ts';
import { dryRun } from '../apply/dry-run.ts';
import { runPlan } from '../apply/locked-run.ts';
import { requireTarget } from '../apply/preconditions.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { ApplyReport, Direction } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { tool } from '../shipped/installation.ts';
import { lockFolder } from '../target/environment.ts';
import { accountOf, type Connected, sessionOf } from './connect.ts';

/** How a plan is carried out. */
export interface ApplyOptions {
  /** File that every write is put down in before it is sent; a run that was interrupted is continued by it. */
  readonly journal: string;
  /** The hash of the plan that people approved. Without it nothing is written: the answer is that of a dry run. */
  readonly confirm?: string;
  /** Number of the change, for the journal and the event on each host. */
  readonly change?: string;
  /** Only these hosts of the plan, by their ids in it. */
  readonly hosts?: readonly string[];
  /** Failed steps after which nothing new is started; no limit unless said. */
  readonly maxFailures?: number;
  /** Folder that each host's configuration is saved into before the first write to it. */
  readonly backup?: string;
  /** Given: what is in flight is finished, nothing new is started. */
  readonly signal?: AbortSignal;
  /** Hears what people must know, in sentences. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * Carries a plan out, or with no `confirm` tells what that would do. Each host is read again before each of its steps, and again
 * after it; what is no longer as the plan saw it is left alone. The connection must have been made with `writes`.
 *
 * A run that was broken off, such as by a full disk below the journal, has an `error`, and outcomes by what the journal holds.
 * Throws PLAN_NOT_APPROVED, TARGET_DIFFERS, APPLY_RUNNING, LOCK_NOT_TAKEN, READING_ONLY, and what reading a journal throws.
 */
export function apply(connected: Connected, plan: Plan, options: ApplyOptions): Promise<ApplyReport> {
  return carryOut('apply', connected, plan, options);
}

/** Undoes what the journal of an apply says was done, the newest first. As `apply`; throws JOURNAL_MISSING, too. */
export function rollback(connected: Connected, plan: Plan, options: ApplyOptions): Promise<ApplyReport> {
  return carryOut('rollback', connected, plan, options);
}

async function carryOut(
  direction: Direction,
  connected: Connected,
  plan: Plan,
  options: ApplyOptions,
): Promise<ApplyReport> {
  const { confirm } = options;
  if (confirm !== undefined && confirm !== plan.hash) {
    throw new EsxcheckError('PLAN_NOT_APPROVED', 'This is not the plan that was approved. Nothing was written.', {
      details: [`approved ${confirm.slice(0, 64)}`, `this one ${plan.hash}`],
    });
  }
  const context = contextOf(direction, connected, plan, options);
  await requireTarget(context.session, plan);
  const { startedAt, steps, outcomes, lost } = await dryRun(context);
  if (confirm === undefined || lost !== null || context.signal.aborted) {
    return applyReport(context, { startedAt, dryRun: true, outcomes, reboots: null, error: null });
  }
  const { report, broken } = await runPlan(context, {
    steps,
    canaries: null,
    maxFailures: options.maxFailures ?? null,
    backup: options.backup ?? null,
    goOn: null,
    tookEffect: null,
    onJournal: () => Promise.resolve(),
    startedAt,
    locks: lockFolder({ env: process.env, platform: process.platform, homeDir: homedir() }),
    prepare: () => Promise.resolve(),
    reboots: null,
  });
  if (broken !== null && !(broken.error instanceof EsxcheckError)) throw broken.error;
  return report;
}

function silent(): void {}

function contextOf(direction: Direction, connected: Connected, plan: Plan, options: ApplyOptions): ApplyContext {
  const { hosts, onWarning = () => undefined } = options;
  const meant = hosts === undefined ? null : new Set(hosts);
  return {
    plan,
    direction,
    journal: options.journal,
    session: sessionOf(connected),
    tool: tool(),
    account: accountOf(connected),
    change: options.change ?? null,
    isMeant: ({ id }) => meant === null || meant.has(id),
    signal: options.signal ?? new AbortController().signal,
    listener: {
      warn: (sentence) => {
        onWarning(sentence);
        return Promise.resolve();
      },
      note: () => Promise.resolve(),
      start: silent,
      step: silent,
      stop: silent,
    },
  };
}
