import type { Plan, Step } from '../model/plan.ts';
import { sealed } from './plan-text.ts';

const UNDONE = 'Taken back: ';

/**
 * The plan that undoes a plan: the steps backwards, each from the value after to the value before. Steps keep their ids,
 * so that both can be told of in one breath. The inverse of the inverse is the plan itself.
 */
export function inversePlan(plan: Plan): Plan {
  return sealed({ ...plan, steps: plan.steps.toReversed().map(inverseStep) });
}

function inverseStep(step: Step): Step {
  const { action, before, exposure } = step;
  return {
    ...step,
    action: before,
    before: action,
    inverse: action,
    exposure: exposure === null ? null : undone(exposure),
  };
}

function undone(exposure: string): string {
  return exposure.startsWith(UNDONE) ? exposure.slice(UNDONE.length) : `${UNDONE}${exposure}`;
}
