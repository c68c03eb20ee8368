import type { JournaledHost, JournaledReboot, JournaledStep } from '../../model/applies.ts';
import type { OutcomeKind } from '../../model/outcome.ts';
import type { RolloutRecord } from '../rollout/journal-records.ts';
import type { JournalEntry, JournalRecord } from './format.ts';

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
    steps.set(key, withEntry(steps.get(key) ?? blankStep(entry, known.get(key)), entry, at));
  }
  return steps;
}

function blankStep({ step }: StepEntry, known: KnownStep | undefined): JournaledStep {
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

function withEntry(step: JournaledStep, entry: StepEntry, at: string): JournaledStep {
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

const KINDS: ReadonlySet<string> = new Set<RolloutRecord['kind']>([
  'maintenance-intent',
  'reboot-intent',
  'reboot-refused',
  'exit-intent',
  'rolled',
]);

function isRollout(entry: JournalEntry): entry is RolloutRecord {
  return KINDS.has(entry.kind);
}

/** Names of hosts by their ids, as the last record that has both tells. */
export function hostNames(records: readonly JournalRecord[]): ReadonlyMap<string, string> {
  return new Map(records.flatMap(({ entry }) => ('hostName' in entry ? [[entry.host, entry.hostName] as const] : [])));
}

/** What one run of a rolling reboot did to each host, by host id. */
export function rebootsOf(
  records: readonly JournalRecord[],
  names: ReadonlyMap<string, string>,
): Map<string, JournaledReboot> {
  const reboots = new Map<string, JournaledReboot>();
  for (const { at, entry } of records) {
    if (!isRollout(entry)) continue;
    const host = { id: entry.host, name: names.get(entry.host) ?? null };
    reboots.set(entry.host, withRecord(reboots.get(entry.host) ?? blankReboot(host), entry, at));
  }
  return reboots;
}

function blankReboot(host: JournaledHost): JournaledReboot {
  return {
    host,
    maintenanceAt: null,
    sentAt: null,
    endedAt: null,
    outcome: null,
    reason: null,
    detail: '',
    inMaintenance: null,
    settled: null,
  };
}

function withRecord(reboot: JournaledReboot, entry: RolloutRecord, at: string): JournaledReboot {
  switch (entry.kind) {
    case 'maintenance-intent':
      return { ...reboot, maintenanceAt: at };
    case 'reboot-intent':
      return { ...reboot, sentAt: at };
    case 'reboot-refused':
      return { ...reboot, sentAt: null, detail: entry.detail };
    case 'exit-intent':
      return reboot;
    case 'rolled': {
      const { outcome, reason, detail, inMaintenance } = entry;
      return { ...reboot, endedAt: at, outcome, reason, detail, inMaintenance };
    }
  }
}

/** What one run found out about the reboots of those before, by host id. */
export function rebootsSettledBy(reboots: Iterable<JournaledReboot>): Map<string, JournaledReboot['settled']> {
  const settled = new Map<string, JournaledReboot['settled']>();
  for (const { host, outcome, endedAt } of reboots) {
    const isDefinite = outcome === 'done' || outcome === 'failed';
    if (isDefinite && endedAt !== null) settled.set(host.id, { at: endedAt, outcome });
  }
  return settled;
}

/** Whether its run told no end, or one that tells nothing. */
export function isUnsettledReboot({ outcome }: JournaledReboot): boolean {
  return outcome === null || outcome === 'indeterminate';
}

/** Whether nothing in the whole journal tells what became of a reboot that was sent in this run. */
export function isOpenReboot(reboot: JournaledReboot): boolean {
  return reboot.sentAt !== null && reboot.settled === null && isUnsettledReboot(reboot);
}
