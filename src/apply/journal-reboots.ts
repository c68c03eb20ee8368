import type { JournaledHost, JournaledReboot } from '../model/applies.ts';
import type { JournalEntry, JournalRecord } from './journal-record.ts';
import type { RolloutRecord } from './rollout/rollout-record.ts';

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
    reboots.set(entry.host, noted(reboots.get(entry.host) ?? blank(host), entry, at));
  }
  return reboots;
}

function blank(host: JournaledHost): JournaledReboot {
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

function noted(reboot: JournaledReboot, entry: RolloutRecord, at: string): JournaledReboot {
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
