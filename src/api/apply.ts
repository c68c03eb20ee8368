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
import { parsePlan } from '../plan/parse-plan.ts';
import { planText } from '../plan/plan-text.ts';
import { accountOf, type Connected, mayWrite, sessionOf } from './connect.ts';

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
 * One that was confirmed and could not begin is a dry run with an `error`. "history --applies" finds the journal by its name alone.
 * Throws PLAN_CHANGED, PLAN_NOT_APPROVED, HOST_NOT_FOUND, OPTION_INVALID, INTERRUPTED, TARGET_DIFFERS, APPLY_RUNNING, LOCK_NOT_TAKEN, READING_ONLY, and what reading a journal throws.
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
  given: Plan,
  options: ApplyOptions,
): Promise<ApplyReport> {
  const { confirm, maxFailures = null } = options;
  if (maxFailures !== null && !(Number.isSafeInteger(maxFailures) && maxFailures > 0)) {
    throw new EsxcheckError('OPTION_INVALID', 'maxFailures is a whole number from 1.');
  }
  // As a file of the command line: what was changed since it was hashed, or makes no sense, is refused.
  const plan = parsePlan(planText(given));
  if (confirm !== undefined && confirm !== plan.hash) {
    throw new EsxcheckError('PLAN_NOT_APPROVED', 'This is not the plan that was approved. Nothing was written.', {
      details: [`approved ${confirm.slice(0, 64)}`, `this one ${plan.hash}`],
    });
  }
  if (confirm !== undefined && !mayWrite(connected)) {
    throw new EsxcheckError('READING_ONLY', 'This connection only reads. Nothing was written.', {
      details: ['Make it anew by connect, with the option writes.'],
    });
  }
  const context = contextOf(direction, connected, plan, options);
  await requireTarget(context.session, plan);
  const { startedAt, steps, outcomes, lost } = await dryRun(context).catch((error: unknown) => {
    if (context.signal.aborted && !(error instanceof EsxcheckError)) throw interrupted(error);
    throw error;
  });
  if (confirm === undefined || lost !== null || context.signal.aborted) {
    const error = confirm === undefined ? null : unwritten(lost);
    return applyReport(context, { startedAt, dryRun: true, outcomes, reboots: null, error });
  }
  const { report, broken } = await runPlan(context, {
    steps,
    canaries: null,
    maxFailures,
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

function interrupted(cause: unknown): EsxcheckError {
  return new EsxcheckError('INTERRUPTED', 'Interrupted. Nothing was written.', { cause });
}

/** Why a plan that was confirmed was not carried out. */
function unwritten(lost: string | null): NonNullable<ApplyReport['error']> {
  if (lost !== null) return { code: 'CONNECTION_LOST', message: `${lost} Nothing was written.` };
  return { code: 'INTERRUPTED', message: 'Interrupted. Nothing was written.' };
}

/** Throws HOST_NOT_FOUND for an id that no step has: what was mistyped would look done. */
function meantHosts({ steps }: Plan, hosts: readonly string[]): ReadonlySet<string> {
  const known = new Set(steps.map(({ host }) => host.id));
  const strange = hosts.find((id) => !known.has(id));
  if (strange === undefined) return new Set(hosts);
  throw new EsxcheckError('HOST_NOT_FOUND', `No step of the plan is for a host ${JSON.stringify(strange)}.`);
}

function silent(): void {}

function contextOf(direction: Direction, connected: Connected, plan: Plan, options: ApplyOptions): ApplyContext {
  const { hosts, onWarning = () => undefined } = options;
  const meant = hosts === undefined ? null : meantHosts(plan, hosts);
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
