import type { Host } from '../../model/host.ts';
import type { Direction } from '../../model/outcome.ts';
import type { Plan, Step } from '../../model/plan.ts';
import { inversePlan } from '../../plan/inverse.ts';
import { asMoment } from '../../vim/element.ts';
import { isSameValue } from '../actions/carrier.ts';
import type { JournalEntry, JournalRecord } from './format.ts';

/** What was done about one step so far, in one direction. */
export interface StepPast {
  /** It took effect, and the other direction has not undone it since. */
  readonly isDone: boolean;
  /** A write was sent that was not plainly refused as a whole. */
  readonly wasSent: boolean;
  /** A write was sent, and what came of it was never read. */
  readonly isOpen: boolean;
  /** It takes two calls, of which the first may have been carried out when the second was refused. */
  readonly isTwofold: boolean;
}

const NO_PAST: StepPast = { isDone: false, wasSent: false, isOpen: false, isTwofold: false };

/** The past of every step by its id, kept up to date record by record; steps in the order of their last record. */
export class Past {
  readonly #steps = new Map<string, StepPast>();
  readonly direction: Direction;

  constructor(direction: Direction) {
    this.direction = direction;
  }

  note(entry: JournalEntry): void {
    if (!('step' in entry)) return;
    const next = after(this.of(entry.step), entry, entry.direction === this.direction);
    this.#steps.delete(entry.step);
    this.#steps.set(entry.step, next);
  }

  of(step: string): StepPast {
    return this.#steps.get(step) ?? NO_PAST;
  }

  steps(): Iterable<readonly [string, StepPast]> {
    return this.#steps;
  }
}

type StepEntry = Extract<JournalEntry, { readonly step: string }>;

function after(past: StepPast, entry: StepEntry, isOurs: boolean): StepPast {
  if (!isOurs) return tookEffect(entry) ? NO_PAST : past;
  switch (entry.kind) {
    case 'intent':
      return { ...past, wasSent: true, isOpen: true, isTwofold: entry.action.kind === 'service' };
    case 'deferred':
      return { ...past, wasSent: past.isTwofold, isOpen: false };
    case 'answered':
      return entry.tookEffect ? { ...past, isDone: true, isOpen: false } : past;
    case 'result':
      return afterResult(past, entry);
  }
}

/** An entry of the other direction that leaves nothing of ours behind. */
function tookEffect(entry: StepEntry): boolean {
  if (entry.kind === 'answered') return entry.tookEffect;
  return entry.kind === 'result' && (entry.outcome === 'done' || entry.outcome === 'already-so');
}

function afterResult(past: StepPast, { outcome, reason }: Extract<StepEntry, { kind: 'result' }>): StepPast {
  if (outcome === 'done') return { ...past, isDone: true, wasSent: true, isOpen: false };
  if (outcome === 'indeterminate') return { ...past, isOpen: true };
  if (reason === 'rejected' || reason === 'busy') return past.isTwofold ? { ...past, isOpen: false } : NO_PAST;
  return outcome === 'failed' || outcome === 'no-effect' ? { ...past, isOpen: false } : past;
}

/** A kernel setting of a host whose Configured value is right and whose Runtime value is not. */
export interface PendingSetting {
  readonly host: Pick<Host, 'id' | 'bootTime'>;
  readonly name: string;
  readonly configured: string;
}

/**
 * Whether we set it and the host was rebooted since: then another reboot would not help either. Boot times are compared
 * with each other, both as the host told them, so no clock of ours comes into it.
 */
export function wasRebootedInVain(
  { host, name, configured }: PendingSetting,
  records: readonly JournalRecord[],
): boolean {
  const past = new Past('apply');
  for (const { entry } of records) past.note(entry);
  return records.some(({ entry }) => {
    if (entry.kind !== 'intent' || entry.direction !== 'apply' || entry.host !== host.id) return false;
    const { action } = entry;
    const isIt = action.kind === 'kernelSetting' && action.name === name && isSameValue(action.value, configured);
    return isIt && past.of(entry.step).isDone && isLater(host.bootTime, entry.bootTime);
  });
}

function isLater(time: string | null, than: string | null): boolean {
  const [later, earlier] = [asMoment(time), asMoment(than)];
  return later !== null && earlier !== null && later > earlier;
}

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
