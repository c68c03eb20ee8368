import type { RolloutOutcome } from '../../model/rollout.ts';
import type { Before } from './state.ts';

/** What a host had before; releases before 1.1 did not record which host it was, nor how long it had been up. */
export type RecordedBefore = Omit<Before, 'identity' | 'uptimeMs'> & Partial<Pick<Before, 'identity' | 'uptimeMs'>>;

/** What a rolling reboot puts into the journal, each synced to disk before the call that it is about is sent. */
export type RolloutRecord =
  | {
      readonly kind: 'maintenance-intent';
      readonly host: string;
      readonly hostName: string;
      readonly before: RecordedBefore;
    }
  /** From here on the host is not rebooted again for this plan, unless the server plainly refused. */
  | {
      readonly kind: 'reboot-intent';
      readonly host: string;
      readonly hostName: string;
      readonly before: RecordedBefore;
    }
  | { readonly kind: 'reboot-refused'; readonly host: string; readonly detail: string }
  | { readonly kind: 'exit-intent'; readonly host: string }
  | {
      readonly kind: 'rolled';
      readonly host: string;
      readonly outcome: RolloutOutcome['kind'];
      readonly reason: RolloutOutcome['reason'];
      readonly detail: string;
      readonly inMaintenance: boolean | null;
      /** What the host had when it was last compared with what was recorded before; null when it was not. */
      readonly after: RecordedBefore | null;
    };

/** What earlier runs did about the reboot of one host. */
export type RolloutPast =
  | { readonly kind: 'done' }
  /** `sentAt` (milliseconds since 1970): a reboot was sent, and must not be sent again; null: it was not. */
  | { readonly kind: 'begun'; readonly before: Before; readonly sentAt: number | null };

interface Dated {
  readonly at: string;
  readonly entry: { readonly kind: string };
}

/** The past of every host by its id; a host that nothing was sent for has none. */
export function rolloutPast(records: readonly Dated[]): ReadonlyMap<string, RolloutPast> {
  const past = new Map<string, RolloutPast>();
  for (const { at, entry } of records) {
    if (isRolloutRecord(entry)) remember(past, entry, Date.parse(at));
  }
  return past;
}

const KINDS = new Set(['maintenance-intent', 'reboot-intent', 'reboot-refused', 'exit-intent', 'rolled']);

/** Whether an entry of a journal is about a rolling reboot. */
export function isRolloutRecord(entry: { readonly kind: string }): entry is RolloutRecord {
  return KINDS.has(entry.kind);
}

function beforeIn({ before }: { readonly before: RecordedBefore }): Before {
  // A journal may hold anything there; what is no length of time proves nothing.
  const { uptimeMs } = before;
  const isLength = typeof uptimeMs === 'number' && uptimeMs >= 0;
  return { ...before, identity: before.identity ?? null, uptimeMs: isLength ? uptimeMs : null };
}

function remember(past: Map<string, RolloutPast>, entry: RolloutRecord, at: number): void {
  const known = past.get(entry.host);
  switch (entry.kind) {
    case 'maintenance-intent':
      if (known?.kind !== 'begun' || known.sentAt === null) {
        past.set(entry.host, { kind: 'begun', before: beforeIn(entry), sentAt: null });
      }
      return;
    case 'reboot-intent':
      past.set(entry.host, { kind: 'begun', before: beforeIn(entry), sentAt: at });
      return;
    case 'reboot-refused':
      if (known?.kind === 'begun') past.set(entry.host, { ...known, sentAt: null });
      return;
    case 'exit-intent':
      return;
    case 'rolled':
      if (entry.outcome === 'done') past.set(entry.host, { kind: 'done' });
  }
}
