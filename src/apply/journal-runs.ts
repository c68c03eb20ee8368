import type { JournaledReboot, JournaledRun, JournaledStep } from '../model/applies.ts';
import type { JournalRecord, OpenedRecord } from './journal-record.ts';
import { hostNames, isUnsettledReboot, rebootsOf, rebootsSettledBy } from './journal-reboots.ts';
import { isUnsettled, knownSteps, settledBy, stepsOf } from './journal-steps.ts';
import { tallyOf } from './run-tally.ts';

/** The records of one run: what opened it, and all that follows up to the next one. */
interface Slice {
  readonly opened: OpenedRecord;
  readonly records: readonly JournalRecord[];
}

/**
 * The runs that the records of one journal tell of, in their order. Pure.
 *
 * A write that a run left open is told together with what a later run found out about it. Records before the first
 * `opened`, which no run writes, belong to no run.
 */
export function runsOf(journal: string, records: readonly JournalRecord[]): readonly JournaledRun[] {
  const known = knownSteps(records);
  const names = hostNames(records);
  const settled = new Map<string, JournaledStep['settled']>();
  const settledReboots = new Map<string, JournaledReboot['settled']>();
  const slices = slicesOf(records);
  const runs: JournaledRun[] = [];
  for (const [index, slice] of [...slices.entries()].reverse()) {
    const steps = [...stepsOf(slice.records, known)].map(([key, step]) =>
      isUnsettled(step) ? { ...step, settled: settled.get(key) ?? null } : step,
    );
    const reboots = [...rebootsOf(slice.records, names).values()].map((reboot) =>
      isUnsettledReboot(reboot) ? { ...reboot, settled: settledReboots.get(reboot.host.id) ?? null } : reboot,
    );
    // What this run tells comes before what later ones tell.
    for (const [key, found] of settledBy(slice.records)) settled.set(key, found);
    for (const [host, found] of rebootsSettledBy(reboots)) settledReboots.set(host, found);
    runs.unshift({ journal, number: index + 1, ...runOf(slice, steps, reboots) });
  }
  return runs;
}

function slicesOf(records: readonly JournalRecord[]): readonly Slice[] {
  const slices: { readonly opened: OpenedRecord; readonly records: JournalRecord[] }[] = [];
  for (const record of records) {
    if (record.entry.kind === 'opened') slices.push({ opened: record.entry, records: [record] });
    else slices.at(-1)?.records.push(record);
  }
  return slices;
}

function runOf(
  { opened, records }: Slice,
  steps: readonly JournaledStep[],
  reboots: readonly JournaledReboot[],
): Omit<JournaledRun, 'journal' | 'number'> {
  // That a line was torn is put down by the next run, when it opens the journal.
  const own = records.filter(({ entry }) => entry.kind !== 'torn');
  const closed = own.findLast(({ entry }) => entry.kind === 'closed')?.entry;
  const closing = closed?.kind === 'closed' ? closed.counts : null;
  const { direction, planHash, target, tool, account, change } = opened;
  return {
    startedAt: own[0]?.at ?? '',
    endedAt: own.at(-1)?.at ?? '',
    // The rolling reboot comes after the steps are closed, and tells an end of each host that it began with.
    isClosed: closing !== null && reboots.every(({ outcome }) => outcome !== null),
    direction,
    planHash,
    target,
    tool,
    account,
    change,
    closing,
    steps,
    reboots,
    ...tallyOf(steps, reboots, closing?.['not-tried'] ?? 0),
  };
}
