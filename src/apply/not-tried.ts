import type { Lifeline } from '../collect/lifeline.ts';
import type { Outcome, OutcomeReason } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';

const NOT_TRIED: Readonly<Partial<Record<OutcomeReason, string>>> = {
  'earlier-step': 'An earlier step of this host was not done.',
  'failure-budget': 'As many steps have failed as --max-failures allows.',
  interrupted: 'The run was interrupted before its turn came.',
  'awaits-word': 'The first hosts are done; the others wait for a word.',
};

/** A step whose turn did not come, and why. */
export function notTried(step: Step, reason: OutcomeReason): Outcome {
  const detail = NOT_TRIED[reason] ?? 'Its turn never came.';
  return { step, kind: 'not-tried', reason, detail, observed: null };
}

/** The same where the target does not answer any more, which is no fault of any host; `cause` as the lifeline has it. */
export function unreachable(step: Step, { cause }: Pick<Lifeline, 'cause'>): Outcome {
  const detail = `The target cannot be reached any more (${cause}).`;
  return { step, kind: 'not-tried', reason: 'connection-lost', detail, observed: null };
}
