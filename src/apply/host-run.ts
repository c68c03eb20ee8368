import type { Outcome, OutcomeReason } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { carryOut } from './carry-out.ts';
import type { LiveHost } from './live-host.ts';
import { notTried, unreachable } from './not-tried.ts';
import type { Run } from './run.ts';

/** The steps of one host, in order. The first that is not done keeps the rest from being tried. */
export async function runHost(run: Run, steps: readonly Step[]): Promise<readonly Outcome[]> {
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
    const carried = await carryOut(run, step);
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
