import { existsSync } from 'node:fs';
import { EsxcheckError } from '../model/errors.ts';
import type { Direction, Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { ApplyContext } from './context.ts';
import type { JournalRecord } from './journal/format.ts';
import { openJournal, readJournal } from './journal/journal.ts';
import { Past, rollbackSteps } from './journal/step-history.ts';
import { canaries, type Preview, previewSteps } from './preview.ts';

/** What a run would do, by what the hosts and the journal say now. */
export interface DryRun {
  readonly startedAt: string;
  /** Of the hosts that are meant. */
  readonly steps: readonly Step[];
  readonly outcomes: readonly Outcome[];
  /** Hosts that stand for the others, by id; null where nothing is to be written: reading the others again needs no word. */
  readonly canaries: ReadonlySet<string> | null;
  /** Why the hosts could not be read; null where they were. */
  readonly lost: string | null;
  /** What earlier runs put down. */
  readonly records: readonly JournalRecord[];
}

/** Reads every host that is meant, and writes to none. Throws JOURNAL_MISSING, and what reading a journal throws. */
export async function dryRun(context: ApplyContext): Promise<DryRun> {
  const records = await knownRecords(context);
  const past = pastIn(records);
  const all = context.direction === 'apply' ? context.plan.steps : rollbackSteps(context.plan, past.apply);
  const steps = all.filter(({ host }) => context.isMeant(host));
  const startedAt = new Date().toISOString();
  const preview = await readHosts(context, steps, past[context.direction]);
  const chosen = canaries(preview);
  const lost = preview.outcomes.find(({ reason }) => reason === 'connection-lost');
  return {
    startedAt,
    steps,
    outcomes: preview.outcomes,
    canaries: chosen.size === 0 ? null : chosen,
    lost: lost?.detail ?? null,
    records,
  };
}

/** What the journal, where there is one already, holds. */
async function knownRecords({ journal, plan, direction }: ApplyContext): Promise<readonly JournalRecord[]> {
  if (!existsSync(journal)) {
    if (direction === 'apply') return [];
    throw new EsxcheckError('JOURNAL_MISSING', `There is no journal ${JSON.stringify(journal)}.`, {
      details: ['A rollback undoes what the journal of the apply says was done. --journal FILE names it.'],
    });
  }
  const records = await readJournal(journal);
  const opened = records.find(({ entry }) => entry.kind === 'opened')?.entry;
  if (opened?.kind === 'opened' && opened.planHash !== plan.hash) {
    // Says the same as the run itself would, before anything else is done.
    await (await openJournal(journal, plan)).close();
  }
  return records;
}

function pastIn(records: readonly JournalRecord[]): Readonly<Record<Direction, Past>> {
  const past = { apply: new Past('apply'), rollback: new Past('rollback') };
  for (const { entry } of records) {
    past.apply.note(entry);
    past.rollback.note(entry);
  }
  return past;
}

async function readHosts(
  { session, signal, listener }: ApplyContext,
  steps: readonly Step[],
  past: Past,
): Promise<Preview> {
  listener.start(new Set(steps.map(({ host }) => host.id)).size, 'reading hosts');
  try {
    return await previewSteps(session, steps, { past, signal, onHost: listener.step });
  } finally {
    listener.stop();
  }
}
