import type { Direction, OutcomeKind, OutcomeReason } from '../model/outcome.ts';
import type { Action } from '../model/plan.ts';
import type { RolloutRecord } from './rollout/rollout-record.ts';

/** What one run put down about itself: the first record of a journal, and one more for every run after. */
export interface OpenedRecord {
  readonly kind: 'opened';
  readonly direction: Direction;
  readonly planHash: string;
  readonly target: { readonly url: string; readonly identity: string };
  readonly tool: { readonly name: string; readonly version: string };
  /** Who logged in at the target. */
  readonly account: string;
  readonly change: string | null;
}

/** Synced to disk before the write is sent: whatever happens then, it is known that it may have been. */
export interface IntentRecord {
  readonly kind: 'intent';
  readonly direction: Direction;
  readonly step: string;
  /** Id of the host, and what it was called then. */
  readonly host: string;
  readonly hostName: string;
  readonly action: Action;
  readonly observed: Action;
  /** That not the thing itself was read, but the value that is stored for it. */
  readonly readAs?: 'stored-value';
  /** Of the host, as it told: a newer one later is the proof of a reboot between. */
  readonly bootTime: string | null;
}

/** What became of a step, by reading it again. */
export interface ResultRecord {
  readonly kind: 'result';
  readonly direction: Direction;
  readonly step: string;
  readonly host: string;
  readonly outcome: OutcomeKind;
  readonly reason: OutcomeReason | null;
  readonly detail: string;
  readonly observed: Action | null;
}

/** One entry of a journal, without what chains it to the others. */
export type JournalEntry =
  | OpenedRecord
  | IntentRecord
  | ResultRecord
  | RolloutRecord
  /** Another task held the host, so the write was not carried out; it is tried again after reading again. */
  | { readonly kind: 'deferred'; readonly direction: Direction; readonly step: string; readonly detail: string }
  /** A person said what came of a write that cannot be read. */
  | { readonly kind: 'answered'; readonly direction: Direction; readonly step: string; readonly tookEffect: boolean }
  | { readonly kind: 'backup'; readonly host: string; readonly file: string; readonly sha256: string }
  | { readonly kind: 'event'; readonly host: string; readonly logged: boolean; readonly detail: string }
  /** The last line of an earlier run was cut short, by a crash in the middle of writing it; it was taken out. */
  | { readonly kind: 'torn'; readonly bytes: number }
  | { readonly kind: 'closed'; readonly direction: Direction; readonly counts: Readonly<Record<string, number>> };

/** An entry as it stands in the file: one line of JSON. */
export interface JournalRecord {
  /** From 1 on, without gaps. */
  readonly number: number;
  /** ISO 8601, UTC, by the clock of the machine that ran esxcheck. */
  readonly at: string;
  /** `hash` of the record before; 64 zeros in the first. */
  readonly previous: string;
  readonly entry: JournalEntry;
  /** SHA-256 over the line without this member. */
  readonly hash: string;
}
