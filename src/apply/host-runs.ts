import pMap from 'p-map';
import type { Session } from '../connect/session.ts';
import type { Outcome, OutcomeReason } from '../model/outcome.ts';
import type { Plan, Step } from '../model/plan.ts';
import { notTried, unreachable } from './decide-step.ts';
import { executeStep } from './execute-step.ts';
import type { LiveHost } from './live-host.ts';
import { requireTarget } from './preconditions.ts';
import { Run, type RunOptions } from './run-state.ts';

export interface ApplyOptions extends RunOptions {
  /** Hosts at a time; 8 by default. */
  readonly concurrency?: number;
  /** Only steps of these hosts, by id; all by default. */
  readonly only?: ReadonlySet<string>;
}

/** Hosts that are written to at a time: as many as vCenter is asked to relay to (docs/internals/wire.md 8, point 11). */
const HOSTS_AT_A_TIME = 8;

/**
 * Carries out the steps of a plan: hosts side by side, the steps of each in order. One outcome for every step in scope.
 *
 * Throws TARGET_DIFFERS before anything is written, and afterwards what is no host's own trouble, such as a journal that
 * cannot be written; by then nothing is in flight any more.
 */
export async function applyPlan(
  session: Session,
  plan: Pick<Plan, 'target' | 'steps'>,
  options: ApplyOptions,
): Promise<Outcome[]> {
  await requireTarget(session, plan);
  const run = new Run(session, options);
  const errors: unknown[] = [];
  const hosts = stepsByHost(plan.steps.filter(({ host }) => options.only?.has(host.id) ?? true));
  const outcomes = await pMap(
    hosts,
    async (steps) => {
      try {
        return await runHost(run, steps);
      } catch (error) {
        run.breakOff();
        errors.push(error);
        return [];
      }
    },
    { concurrency: options.concurrency ?? HOSTS_AT_A_TIME },
  );
  if (errors.length > 0) throw errors[0];
  return outcomes.flat();
}

/** Hosts in the order of their first step. */
export function stepsByHost(steps: readonly Step[]): readonly (readonly Step[])[] {
  const hosts = new Map<string, Step[]>();
  for (const step of steps) {
    const known = hosts.get(step.host.id);
    if (known === undefined) hosts.set(step.host.id, [step]);
    else known.push(step);
  }
  return [...hosts.values()];
}

/** The steps of one host, in order. The first that is not done keeps the rest from being tried. */
async function runHost(run: Run, steps: readonly Step[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const written: Step[] = [];
  let live: LiveHost | null = null;
  let stopped: OutcomeReason | null = null;
  for (const step of steps) {
    stopped ??= run.stopped;
    if (stopped !== null) {
      outcomes.push(stopped === 'connection-lost' ? unreachable(step, run.lifeline) : notTried(step, stopped));
      continue;
    }
    const carried = await executeStep(run, step);
    run.count(carried.outcome);
    run.options.onOutcome?.(carried.outcome);
    outcomes.push(carried.outcome);
    if (carried.written !== null) {
      live = carried.written;
      written.push(step);
    }
    if (!isDone(carried.outcome))
      stopped = carried.outcome.reason === 'connection-lost' ? 'connection-lost' : 'earlier-step';
  }
  if (live !== null) await run.options.afterHost?.(live, written);
  return outcomes;
}

/** Whether the thing is as the step wants it. */
export function isDone({ kind }: Outcome): boolean {
  return kind === 'done' || kind === 'already-so';
}
