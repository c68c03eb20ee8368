import type { Outcome, OutcomeReason } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { carryOut } from './carry-out.ts';
import type { LiveHost } from './live-host.ts';
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
      outcomes.push(notTried(step, stopped));
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
    if (!isDone(carried.outcome)) stopped = 'earlier-step';
  }
  if (live !== null) await run.options.afterHost?.(live, written);
  return outcomes;
}

/** Whether the thing is as the step wants it. */
export function isDone({ kind }: Outcome): boolean {
  return kind === 'done' || kind === 'already-so';
}

const NOT_TRIED: Readonly<Partial<Record<OutcomeReason, string>>> = {
  'earlier-step': 'An earlier step of this host was not done.',
  'failure-budget': 'As many steps have failed as --max-failures allows.',
  interrupted: 'The run was interrupted before its turn came.',
  'connection-lost': 'The connection to the target was lost before its turn came.',
  'awaits-word': 'The first hosts are done; the others wait for a word.',
};

export function notTried(step: Step, reason: OutcomeReason): Outcome {
  const detail = NOT_TRIED[reason] ?? 'Its turn never came.';
  return { step, kind: 'not-tried', reason, detail, observed: null };
}
