import { existsSync } from 'node:fs';
import { EsxcheckError } from '../model/errors.ts';
import type { ApplyReport, Direction, Outcome } from '../model/outcome.ts';
import type { PlanHost, Step } from '../model/plan.ts';
import type { RolloutOutcome } from '../model/rollout.ts';
import { notTried } from './decide-step.ts';
import type { JournalRecord } from './journal/format.ts';
import { readJournal } from './journal/journal.ts';
import { Past } from './journal/step-history.ts';
import { rolloutPast, type RolloutPast } from './rollout/journal-records.ts';

/** What a run that was broken off had put down by then. Null: the journal cannot be read, so nothing is known. */
export async function recordsSoFar(path: string): Promise<readonly JournalRecord[] | null> {
  if (!existsSync(path)) return [];
  try {
    return await readJournal(path);
  } catch (error) {
    if (error instanceof EsxcheckError) return null;
    throw error;
  }
}

/** One outcome for every step, by the journal alone: a write that was put down and not read since is indeterminate. */
export function outcomesSoFar(
  steps: readonly Step[],
  records: readonly JournalRecord[] | null,
  direction: Direction,
): readonly Outcome[] {
  const past = new Past(direction);
  const results = new Map<string, Omit<Outcome, 'step'>>();
  for (const { entry } of records ?? []) {
    past.note(entry);
    if (entry.kind === 'opened') results.clear();
    if (entry.kind !== 'result' || entry.direction !== direction) continue;
    const { outcome: kind, reason, detail, observed } = entry;
    results.set(entry.step, { kind, reason, detail, observed });
  }
  return steps.map((step): Outcome => {
    const result = results.get(step.id);
    const { isOpen, isDone } = past.of(step.id);
    if (records === null) return { step, ...unverified('The journal cannot be read: nothing tells what was done.') };
    if (isOpen && result?.kind !== 'indeterminate') return { step, ...unverified(OPEN) };
    if (result !== undefined) return { step, ...result };
    return isDone ? { step, ...DONE_BEFORE } : { ...notTried(step, 'interrupted'), detail: BROKEN_OFF };
  });
}

const OPEN = 'A write may have been sent, and the run broke off before it was read again.';
const BROKEN_OFF = 'The run broke off before its turn came.';
const DONE_BEFORE = { kind: 'done', reason: null, detail: 'Done by an earlier run.', observed: null } as const;

function unverified(detail: string): Omit<Outcome, 'step'> {
  return { kind: 'indeterminate', reason: 'unverified', detail, observed: null };
}

/** One outcome for every host: those that ended as they did, the others by what the journal holds of them. */
export function rebootsSoFar(
  hosts: readonly PlanHost[],
  ended: readonly RolloutOutcome[],
  records: readonly JournalRecord[] | null,
): readonly RolloutOutcome[] {
  const byId = new Map(ended.map((outcome) => [outcome.host.id, outcome]));
  const past = rolloutPast(records ?? []);
  return hosts.map((host) => byId.get(host.id) ?? unended(host, records === null ? 'unknown' : past.get(host.id)));
}

function unended(host: PlanHost, past: RolloutPast | 'unknown' | undefined): RolloutOutcome {
  if (past === undefined) {
    return { host, kind: 'not tried', reason: 'interrupted', detail: BROKEN_OFF, inMaintenance: null };
  }
  if (past !== 'unknown' && past.kind === 'done') {
    const detail = 'An earlier run brought it through its reboot.';
    return { host, kind: 'done', reason: null, detail, inMaintenance: null };
  }
  const sent = past === 'unknown' ? 'Nothing tells what was sent to it' : sentText(past);
  const detail = `${sent}, and the run broke off. Look at it; then run the same command again to follow it up.`;
  return { host, kind: 'indeterminate', reason: 'interrupted', detail, inMaintenance: null };
}

function sentText({ sentAt }: Extract<RolloutPast, { readonly kind: 'begun' }>): string {
  return sentAt === null ? 'It was asked into maintenance mode' : 'Its reboot was sent';
}

/** What a report says of an error that broke a run off. */
export function reportedError(error: unknown): NonNullable<ApplyReport['error']> {
  if (error instanceof EsxcheckError) return { code: error.code, message: error.message };
  return { code: 'BUG', message: error instanceof Error ? error.message : String(error) };
}
