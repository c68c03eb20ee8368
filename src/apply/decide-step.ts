import type { Lifeline } from '../collect/target-loss.ts';
import type { Direction, Outcome, OutcomeKind, OutcomeReason } from '../model/outcome.ts';
import { type Action, actionWords, type Step } from '../model/plan.ts';
import { unusableEntry } from '../plan/candidates.ts';
import { type Sighting, type Source, sourceOf, type State } from './actions/carrier.ts';
import { isSame } from './actions/index.ts';
import { isHalfDone } from './actions/service.ts';
import type { StepPast } from './journal/step-history.ts';

/** What is to be made of a step whose thing was just read: a write, or an outcome without one. */
export type Verdict =
  | ({ readonly kind: 'write' } & State)
  | {
      readonly kind: Exclude<OutcomeKind, 'would-change' | 'not-tried'>;
      readonly reason: OutcomeReason | null;
      readonly detail: string;
      readonly observed: Action | null;
    };

/** An outcome, before its step is named. */
export type StepOutcome = Exclude<Verdict, { kind: 'write' }>;

/** What is known of a step beside the reading. */
export interface StepState {
  readonly past: StepPast;
  readonly direction: Direction;
}

/**
 * Whether a step sets a value that is there already, to make it an explicit one. Reading cannot tell what came of it, so
 * it is sent again when a crash came between; undoing it is nothing that could be sent.
 */
export function isPin({ action, before, rebootOnly }: Step, direction: Direction): boolean {
  return direction === 'apply' && rebootOnly === undefined && isSame(action, before);
}

/** The one place that lets a step be written: its thing was read, and is as the plan saw it. Pure. */
export function verdictOn(step: Step, reading: Sighting<Action>, { past, direction }: StepState): Verdict {
  const unusable = step.action.kind === 'allowedHosts' ? unusableEntry(step.action.allowed) : null;
  if (unusable !== null) {
    const detail = `The list would hold ${unusable}, which is no address and no network; plan again.`;
    return { kind: 'refused', reason: 'unread', detail, observed: null };
  }
  if (reading.kind === 'unread') return unreadVerdict(reading.problem.detail, past);
  if (reading.kind === 'absent') {
    return { kind: 'refused', reason: 'stale', detail: 'The host does not have it any more.', observed: null };
  }
  const source = sourceOf(reading);
  if (source !== (step.readAs ?? 'itself')) return unreadVerdict(OTHERWISE[source], past);
  const now = reading.value;
  if (isSame(now, step.action)) {
    if (step.rebootOnly !== undefined) return { kind: 'already-so', reason: null, detail: REBOOT_ONLY, observed: now };
    return isPin(step, direction) && !past.isDone ? { kind: 'write', now, source } : alreadySo(now, past);
  }
  const isWritten = step.rebootOnly === undefined;
  if (isWritten && (isSame(now, step.before) || wasCutShort(step, now, past))) return { kind: 'write', now, source };
  const detail = `It is ${actionWords(now)}, but the plan saw ${actionWords(step.before)}; plan again.`;
  return { kind: 'refused', reason: 'stale', detail, observed: now };
}

const REBOOT_ONLY = 'It is so already: only a reboot is left, which --reboot does.';

/** Why a value is not compared with the one that the plan holds: one may rest on what the host does not use. */
const OTHERWISE: Readonly<Record<Source, string>> = {
  'stored-value': 'only its stored value is told now, and the plan holds what esxcli told; plan again',
  itself: 'esxcli tells it now, and the plan holds its stored value; plan again',
};

/** What cannot be read never leads to a write; where one was sent before, nobody knows what came of it. */
export function unreadVerdict(detail: string, past: StepPast): Verdict {
  if (past.isOpen) {
    const sentence = `The change was sent before, and what came of it cannot be read: ${detail}.`;
    return { kind: 'indeterminate', reason: 'unverified', detail: sentence, observed: null };
  }
  return { kind: 'refused', reason: 'unread', detail: `It could not be read: ${detail}.`, observed: null };
}

function alreadySo(now: Action, past: StepPast): Verdict {
  if (past.isDone) return { kind: 'done', reason: null, detail: 'Done in an earlier run.', observed: now };
  if (past.wasSent) {
    const detail = 'The change was sent before; it took effect.';
    return { kind: 'done', reason: null, detail, observed: now };
  }
  return { kind: 'already-so', reason: null, detail: 'It is so already.', observed: now };
}

/** A service is changed by two calls; only our own journal makes what lies between them more than a stranger's doing. */
function wasCutShort({ action, before }: Step, now: Action, past: StepPast): boolean {
  if (!past.wasSent || now.kind !== 'service' || action.kind !== 'service' || before.kind !== 'service') return false;
  return isHalfDone(now, before, action);
}

const NOT_TRIED: Readonly<Partial<Record<OutcomeReason, string>>> = {
  'earlier-step': 'An earlier step of this host was not done.',
  'failure-budget': 'As many steps have failed as --max-failures allows.',
  interrupted: 'The run was interrupted before its turn came.',
  'awaits-word': 'The first hosts are done; the others are awaiting confirmation.',
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
