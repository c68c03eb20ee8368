import type {
  JournaledHost,
  JournaledReboot,
  JournaledRun,
  JournaledStep,
  RunChoice,
  RunTally,
} from '../../model/applies.ts';
import { globMatcher } from '../../model/glob.ts';
import { type OutcomeKind, OUTCOMES } from '../../model/outcome.ts';
import type { JournalRecord, OpenedRecord } from './format.ts';
import {
  hostNames,
  isOpenReboot,
  isOpenStep,
  isUnsettled,
  isUnsettledReboot,
  knownSteps,
  rebootsOf,
  rebootsSettledBy,
  settledBy,
  stepsOf,
  tookEffect,
} from './steps-of-runs.ts';

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

/** The runs that were asked for, newest first; with hosts, as far as they concern those. */
export function chooseRuns(runs: readonly JournaledRun[], choice: RunChoice): readonly JournaledRun[] {
  return runs
    .filter((run) => isOfChange(run, choice) && isRecent(run, choice))
    .flatMap((run) => onHosts(run, choice))
    .toSorted(newestFirst);
}

/** Case does not matter, since people type these numbers. */
function isOfChange({ change }: JournaledRun, { change: wanted }: RunChoice): boolean {
  return wanted === null || change?.toLowerCase() === wanted.toLowerCase();
}

function isRecent({ startedAt }: JournaledRun, { since }: RunChoice): boolean {
  return since === null || Date.parse(startedAt) >= Date.parse(since);
}

function onHosts(run: JournaledRun, { hosts }: RunChoice): readonly JournaledRun[] {
  if (hosts === null) return [run];
  const matchers = hosts.map(globMatcher);
  const isChosen = ({ id, name }: JournaledHost) => matchers.some((matches) => matches(name ?? id));
  const part = narrowed(run, isChosen);
  return part.steps.length + part.reboots.length === 0 ? [] : [part];
}

function newestFirst(one: JournaledRun, other: JournaledRun): number {
  const later = Date.parse(other.startedAt) - Date.parse(one.startedAt);
  if (later !== 0) return later;
  return one.journal === other.journal ? other.number - one.number : one.journal < other.journal ? -1 : 1;
}

/** What steps and reboots come to. */
function tallyOf(steps: readonly JournaledStep[], reboots: readonly JournaledReboot[], notTried: number): RunTally {
  const counts = Object.fromEntries(OUTCOMES.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  for (const { outcome } of steps) if (outcome !== null) counts[outcome] += 1;
  counts['not-tried'] += notTried;
  return {
    counts,
    changed: steps.filter(tookEffect).length,
    open: steps.filter(isOpenStep).length + reboots.filter(isOpenReboot).length,
    hosts: hostsOf(steps, reboots),
  };
}

/** A run as far as it concerns some hosts. Of steps that were not tried the journal does not tell the hosts. */
function narrowed(run: JournaledRun, isChosen: (host: JournaledHost) => boolean): JournaledRun {
  const steps = run.steps.filter(({ host }) => isChosen(host));
  const reboots = run.reboots.filter(({ host }) => isChosen(host));
  return { ...run, steps, reboots, ...tallyOf(steps, reboots, 0) };
}

function hostsOf(steps: readonly JournaledStep[], reboots: readonly JournaledReboot[]): readonly JournaledHost[] {
  const written = steps.filter(({ sentAt }) => sentAt !== null);
  const moved = reboots.filter(({ sentAt, maintenanceAt }) => sentAt !== null || maintenanceAt !== null);
  return [...new Map([...written, ...moved].map(({ host }) => [host.id, host])).values()];
}
