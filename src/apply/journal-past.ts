import type { Direction } from '../model/outcome.ts';
import type { JournalEntry } from './journal-record.ts';

/** What earlier runs did about one step, in one direction. */
export interface StepPast {
  /** It took effect, and the other direction has not undone it since. */
  readonly isDone: boolean;
  /** A write was sent that was not plainly refused. */
  readonly wasSent: boolean;
  /** A write was sent, and what came of it was never read. */
  readonly isOpen: boolean;
}

export const NO_PAST: StepPast = { isDone: false, wasSent: false, isOpen: false };

/** The past of every step by its id, as the records tell it, in the order in which steps were last done. */
export function pastOf(entries: Iterable<JournalEntry>, direction: Direction): ReadonlyMap<string, StepPast> {
  const past = new Map<string, StepPast>();
  for (const entry of entries) {
    if (!('step' in entry)) continue;
    const next = after(past.get(entry.step) ?? NO_PAST, entry, entry.direction === direction);
    past.delete(entry.step);
    past.set(entry.step, next);
  }
  return past;
}

type StepEntry = Extract<JournalEntry, { readonly step: string }>;

function after(past: StepPast, entry: StepEntry, isOurs: boolean): StepPast {
  if (!isOurs) return entry.kind === 'intent' ? NO_PAST : past;
  switch (entry.kind) {
    case 'intent':
      return { ...past, wasSent: true, isOpen: true };
    case 'deferred':
      return { ...past, wasSent: past.isDone, isOpen: false };
    case 'answered':
      return entry.tookEffect ? { isDone: true, wasSent: true, isOpen: false } : past;
    case 'result':
      return afterResult(past, entry);
  }
}

function afterResult(past: StepPast, { outcome, reason }: Extract<StepEntry, { kind: 'result' }>): StepPast {
  if (outcome === 'done') return { isDone: true, wasSent: true, isOpen: false };
  if (outcome === 'indeterminate') return { ...past, isOpen: true };
  if (reason === 'rejected' || reason === 'busy') return NO_PAST;
  return { ...past, isOpen: outcome === 'failed' || outcome === 'no-effect' ? false : past.isOpen };
}
