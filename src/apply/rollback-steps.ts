import type { Plan, Step } from '../model/plan.ts';
import { inversePlan } from '../plan/inverse.ts';
import type { Past } from './journal-past.ts';

/**
 * The steps that undo what an apply did, the newest first: those that the journal says were done, and those that were
 * sent without anybody knowing what came of them (what is as before then is found by reading).
 */
export function rollbackSteps(plan: Plan, past: Past): readonly Step[] {
  const inverse = new Map(inversePlan(plan).steps.map((step) => [step.id, step]));
  return [...past.steps()]
    .filter(([, { isDone, wasSent }]) => isDone || wasSent)
    .map(([id]) => inverse.get(id))
    .filter((step) => step !== undefined)
    .toReversed();
}
