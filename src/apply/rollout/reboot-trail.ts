import type { RolloutOutcome } from '../../model/rollout.ts';
import type { JournalRecord } from '../journal/format.ts';
import { isRolloutRecord, type RecordedBefore, type RolloutRecord } from './journal-records.ts';

/** What a journal tells of the rolling reboot of one host, those of earlier runs included. Times are ISO 8601, UTC. */
export interface RebootTrail {
  readonly host: string;
  /** What it was called then; null when nothing was sent to it. */
  readonly hostName: string | null;
  /** When maintenance mode, the reboot, and leaving maintenance mode were put down, just before they were sent. */
  readonly maintenanceAt: string | null;
  /** Null also when the server plainly refused it. */
  readonly rebootAt: string | null;
  readonly exitAt: string | null;
  readonly endedAt: string | null;
  /** Null while it has not come to an end. */
  readonly end: Pick<RolloutOutcome, 'kind' | 'reason' | 'detail' | 'inMaintenance'> | null;
  /** What the host had before, and when it was last compared. */
  readonly before: RecordedBefore | null;
  readonly after: RecordedBefore | null;
}

/** One trail for every host, in the order in which they were begun. */
export function rebootTrails(records: readonly JournalRecord[]): readonly RebootTrail[] {
  const trails = new Map<string, RebootTrail>();
  for (const { at, entry } of records) {
    if (!isRolloutRecord(entry)) continue;
    trails.set(entry.host, { ...(trails.get(entry.host) ?? unbegun(entry.host)), ...told(at, entry) });
  }
  return [...trails.values()];
}

function unbegun(host: string): RebootTrail {
  const times = { maintenanceAt: null, rebootAt: null, exitAt: null, endedAt: null };
  return { host, hostName: null, ...times, end: null, before: null, after: null };
}

/** What a record adds. A host that is begun again, by a later run, has not ended. */
function told(at: string, entry: RolloutRecord): Partial<RebootTrail> {
  switch (entry.kind) {
    case 'maintenance-intent':
      return { ...begun(entry), maintenanceAt: at };
    case 'reboot-intent':
      return { ...begun(entry), rebootAt: at };
    case 'reboot-refused':
      return { rebootAt: null };
    case 'exit-intent':
      return { exitAt: at };
    case 'rolled': {
      const { outcome: kind, reason, detail, inMaintenance, after } = entry;
      return { endedAt: at, end: { kind, reason, detail, inMaintenance }, ...(after ? { after } : {}) };
    }
  }
}

function begun({
  hostName,
  before,
}: Extract<RolloutRecord, { readonly before: RecordedBefore }>): Partial<RebootTrail> {
  return { hostName, before, endedAt: null, end: null };
}
