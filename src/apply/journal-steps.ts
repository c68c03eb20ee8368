import type { JournaledHost, JournaledStep } from '../model/applies.ts';
import type { OutcomeKind } from '../model/outcome.ts';
import type { JournalEntry, JournalRecord } from './journal-record.ts';

type StepEntry = Extract<JournalEntry, { readonly step: string }>;
type Settled = NonNullable<JournaledStep['settled']>;

/** What the whole journal knows of a step, whichever run wrote it. */
export interface KnownStep {
  readonly host: JournaledHost;
  readonly action: JournaledStep['action'];
}

/** Steps by direction and id, since a rollback has the ids of the steps that it undoes. */
function keyOf({ direction, step }: Pick<StepEntry, 'direction' | 'step'>): string {
  return `${direction} ${step}`;
}

/** What a result alone does not tell: the host's name and the action, from the last intent of the same step. */
export function knownSteps(records: readonly JournalRecord[]): ReadonlyMap<string, KnownStep> {
  const known = new Map<string, KnownStep>();
  for (const { entry } of records) {
    if (entry.kind === 'intent') {
      known.set(keyOf(entry), { host: { id: entry.host, name: entry.hostName }, action: entry.action });
    } else if (entry.kind === 'result' && !known.has(keyOf(entry))) {
      known.set(keyOf(entry), { host: { id: entry.host, name: null }, action: null });
    }
  }
  return known;
}

/** The steps of one run, before anything is known of later ones; by their keys. */
export function stepsOf(
  records: readonly JournalRecord[],
  known: ReadonlyMap<string, KnownStep>,
): Map<string, JournaledStep> {
  const steps = new Map<string, JournaledStep>();
  for (const { at, entry } of records) {
    if (!('step' in entry)) continue;
    const key = keyOf(entry);
    steps.set(key, noted(steps.get(key) ?? blank(entry, known.get(key)), entry, at));
  }
  return steps;
}

function blank({ step }: StepEntry, known: KnownStep | undefined): JournaledStep {
  return {
    step,
    host: known?.host ?? { id: '?', name: null },
    action: known?.action ?? null,
    before: null,
    sentAt: null,
    endedAt: null,
    outcome: null,
    reason: null,
    detail: '',
    observed: null,
    settled: null,
  };
}

function noted(step: JournaledStep, entry: StepEntry, at: string): JournaledStep {
  switch (entry.kind) {
    case 'intent': {
      const { action, observed, host, hostName } = entry;
      // Of a step that is sent twice, the value before is that before the first.
      const before = step.before ?? observed;
      return { ...step, host: { id: host, name: hostName }, action, before, sentAt: at };
    }
    case 'deferred':
      return { ...step, sentAt: null, detail: entry.detail };
    case 'answered':
      return step;
    case 'result': {
      const { outcome, reason, detail, observed } = entry;
      return { ...step, endedAt: at, outcome, reason, detail, observed };
    }
  }
}

/** What one run finds out about the writes of those before: the first that it tells of each step, by key. */
export function settledBy(records: readonly JournalRecord[]): ReadonlyMap<string, Settled> {
  const settled = new Map<string, Settled>();
  for (const { at, entry } of records) {
    if (!('step' in entry) || settled.has(keyOf(entry))) continue;
    if (entry.kind === 'intent') settled.set(keyOf(entry), { at, outcome: 'sent-again' });
    else if (entry.kind === 'result' && isDefinite(entry.outcome)) {
      settled.set(keyOf(entry), { at, outcome: entry.outcome });
    }
  }
  return settled;
}

function isDefinite(outcome: OutcomeKind): boolean {
  return outcome !== 'indeterminate' && outcome !== 'refused';
}

/** Whether a write was sent of which its own run could not tell what came of it, or that might still take effect. */
export function isUnsettled({ sentAt, outcome, reason }: JournaledStep): boolean {
  if (sentAt === null) return false;
  return outcome === null || outcome === 'indeterminate' || reason === 'unanswered';
}

/** Whether nothing in the whole journal tells what came of a write of this run. */
export function isOpenStep({ sentAt, outcome, settled }: JournaledStep): boolean {
  return sentAt !== null && settled === null && (outcome === null || outcome === 'indeterminate');
}

/** Whether it was written in this run and took effect. */
export function tookEffect({ sentAt, outcome, settled }: JournaledStep): boolean {
  if (sentAt === null) return false;
  return outcome === 'done' || settled?.outcome === 'done' || settled?.outcome === 'already-so';
}
