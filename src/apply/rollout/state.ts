import type { RolloutReason } from '../../model/rollout.ts';
import type { Moref } from '../../vim/moref.ts';
import type { HostIdentity } from './host-identity.ts';
import type { Standing } from './standing.ts';

/** A call that starts a task, and the wait for what it brings about. Times are milliseconds since 1970. */
export interface Pending {
  /** Null before an answer came, or when none did. */
  readonly task: Moref | null;
  /** When to send again, after another task held the host; null: nothing is to be sent. */
  readonly retryAt: number | null;
  readonly until: number;
}

/** How a host came to its end. */
export interface Ended {
  readonly phase: 'done' | 'failed' | 'indeterminate' | 'not tried';
  readonly reason: RolloutReason | null;
  readonly detail: string;
  readonly inMaintenance: boolean | null;
}

/** What is known before a reboot, for the proof and the comparison after it. */
export interface Before {
  readonly standing: Standing;
  readonly bootTime: number;
  /** How long it had been up; null where it did not tell, and in the journal of a release that did not record it. */
  readonly uptimeMs: number | null;
  /** Null only in the journal of a release that did not record it. */
  readonly identity: HostIdentity | null;
}

/** Why the task was cancelled; null while it was not. */
export type Cancelled = 'interrupted' | 'timed out' | null;

/** Where one host stands. Only `next` makes a new one. */
export type HostState =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'recording' }
  | { readonly phase: 'asking DRS'; readonly before: Before }
  | (Pending & { readonly phase: 'entering maintenance'; readonly before: Before; readonly cancelled: Cancelled })
  | (Pending & {
      readonly phase: 'rebooting';
      readonly before: Before;
      readonly sentAt: number;
      /** Why the host could not be told from another before the call, which was not sent; null when it could. */
      readonly blind: string | null;
    })
  | {
      readonly phase: 'returning';
      readonly before: Before;
      readonly sentAt: number;
      readonly until: number;
      /** A reconnection is tried once: vCenter does it by itself unless a person disconnected the host. */
      readonly reconnected: boolean;
      readonly reconnecting: Moref | null;
      /** A question to the host is under way. */
      readonly asking: boolean;
      /** Whether vCenter shows a newer boot time. Where the host's clock was set back it never does: its uptime decides. */
      readonly bootIsNewer: boolean;
      /** Why the last proof did not hold. */
      readonly doubt: Doubt;
    }
  | { readonly phase: 'comparing'; readonly before: Before; readonly until: number; readonly asking: boolean }
  | (Pending & { readonly phase: 'leaving maintenance' })
  | { readonly phase: 'settling'; readonly until: number; readonly asking: boolean; readonly left: number | null }
  | Ended;

export interface Doubt {
  readonly reason: 'did-not-come-back' | 'no-proof' | 'not-taking-effect';
  readonly detail: string;
}

export function isEnded(state: HostState): state is Ended {
  return ['done', 'failed', 'indeterminate', 'not tried'].includes(state.phase);
}

/** Whether a host in this state takes from its cluster's capacity, as far as it is known. */
export function isOut(state: HostState): boolean {
  if (isEnded(state)) return state.inMaintenance !== false;
  return state.phase !== 'waiting';
}
