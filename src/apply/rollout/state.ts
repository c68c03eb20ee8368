import type { RolloutReason } from '../../model/rollout.ts';
import type { Moref } from '../../vim/moref.ts';
import type { HostIdentity } from './host-identity.ts';
import type { RebootedHostState } from './rebooted-host.ts';

/** A call that starts a task, and the wait for what it brings about. Times are milliseconds since 1970. */
export interface Pending {
  /** Null before an answer came, or when none did. */
  readonly task: Moref | null;
  /** When to send again, after another task held the host; null: nothing is to be sent. */
  readonly retryAt: number | null;
  readonly until: number;
}

/** How a host came to its end. */
export interface TerminalState {
  readonly phase: 'done' | 'failed' | 'indeterminate' | 'not tried';
  readonly reason: RolloutReason | null;
  readonly detail: string;
  readonly inMaintenance: boolean | null;
}

/** What is known before a reboot, for the proof and the comparison after it. */
export interface Before {
  readonly standing: RebootedHostState;
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
  | TerminalState;

export interface Doubt {
  readonly reason: 'did-not-come-back' | 'no-proof' | 'not-taking-effect';
  readonly detail: string;
}

export function isEnded(state: HostState): state is TerminalState {
  return ['done', 'failed', 'indeterminate', 'not tried'].includes(state.phase);
}

/** Whether a host in this state takes from its cluster's capacity, as far as it is known. */
export function isOut(state: HostState): boolean {
  if (isEnded(state)) return state.inMaintenance !== false;
  return state.phase !== 'waiting';
}

/** A state, and what is to be done for it. */
export interface Next {
  readonly state: HostState;
  readonly command: Command | null;
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly terms: RolloutPolicy;
}

export function done(detail: string): TerminalState {
  return { phase: 'done', reason: null, detail, inMaintenance: false };
}

/** The host did not come through; `inMaintenance` says how it is left. */
export function failed(reason: RolloutReason, detail: string, inMaintenance: boolean | null): TerminalState {
  return { phase: 'failed', reason, detail, inMaintenance };
}

/** Something was sent, and what came of it cannot be told. */
export function indeterminate(reason: RolloutReason, detail: string, inMaintenance: boolean | null): TerminalState {
  return { phase: 'indeterminate', reason, detail, inMaintenance };
}

/** Nothing was sent. */
export function notTried(reason: RolloutReason, detail: string): TerminalState {
  // Interrupted, nobody looked any more.
  const inMaintenance = reason === 'interrupted' ? null : reason === 'in-maintenance';
  return { phase: 'not tried', reason, detail, inMaintenance };
}

/** A host as one look at vCenter shows it; a null was not told. */
export interface HostSeen {
  readonly connection: string | null;
  readonly inMaintenance: boolean | null;
  /** Milliseconds since 1970. */
  readonly bootTime: number | null;
  /** `connectedToMaster`, `master`, `election` ...; null also while it is no member of HA. */
  readonly haState: string | null;
}

/** A task as one look shows it; `gone` after vCenter forgot it. */
export interface TaskSeen {
  readonly state: 'running' | 'success' | 'error' | 'gone';
  /** Type and text of its error; '' where there is none. */
  readonly fault: string;
  readonly detail: string;
  /** Per cent; null where it is not told. */
  readonly progress: number | null;
}

/** What a rebooted host says of itself by esxcli. A null did not answer. */
export interface RebootVerification {
  readonly uptimeMs: number | null;
  /** Settings whose Runtime is not as wanted; null when one could not be read. */
  readonly notInEffect: readonly string[] | null;
  readonly problem: string;
}

/** Everything that can happen to a host that is rolled. */
export type Input =
  | { readonly kind: 'start' }
  | { readonly kind: 'resume'; readonly before: Before; readonly sentAt: number | null }
  | { readonly kind: 'recorded'; readonly before: Before }
  /** Nothing was written yet, and nothing will be. */
  | { readonly kind: 'unfit'; readonly reason: Unfit; readonly detail: string }
  /** A call was carried out by the server. */
  | { readonly kind: 'accepted'; readonly of: Command; readonly task: Moref | null }
  /** A call was refused, and nothing was carried out. */
  | {
      readonly kind: 'refused';
      readonly of: Command;
      readonly busy: boolean;
      readonly fault: string;
      readonly detail: string;
    }
  /** The host is not, or not surely, the one that is meant: looked at just before a call, which was not sent. */
  | {
      readonly kind: 'unidentified';
      readonly of: 'enter maintenance' | 'reboot';
      readonly reason: 'host-differs' | 'unread';
      readonly detail: string;
    }
  /** No answer came: the call may have been carried out. */
  | { readonly kind: 'unanswered'; readonly of: Command; readonly detail: string }
  | { readonly kind: 'proof'; readonly proof: RebootVerification }
  | {
      readonly kind: 'compared';
      readonly worse: readonly string[] | null;
      readonly problem: string;
      /** What the host has now; null when it could not be read. */
      readonly after: Before | null;
    }
  /** Objects that vSAN has still to bring up to date; null when that could not be read. */
  | { readonly kind: 'resync'; readonly left: number | null; readonly problem: string }
  | { readonly kind: 'seen'; readonly host: HostSeen | null; readonly task: TaskSeen | null }
  /** Finish what cannot be left half done, begin nothing. */
  | { readonly kind: 'interrupt' }
  /** Leave everything as it is. */
  | { readonly kind: 'abandon' };

export type Unfit =
  | 'unread'
  | 'host-differs'
  | 'not-configured'
  | 'not-taking-effect'
  | 'already-so'
  | 'would-not-last'
  | 'patch-staged'
  | 'owned-by-profile'
  | 'not-connected'
  | 'in-maintenance'
  | 'vms-cannot-move'
  | 'drs-refuses';

/** What is to be done for a host now. Each is carried out once; what comes of it is an input. */
export type Command =
  | 'record'
  | 'ask DRS'
  | 'enter maintenance'
  | 'cancel task'
  | 'reboot'
  | 'reconnect'
  | 'prove'
  | 'compare'
  | 'leave maintenance'
  | 'ask resync';

/** How long to wait for what, in milliseconds, and what surrounds the host. */
export interface RolloutPolicy {
  /** Also the time-out that EnterMaintenanceMode is given. */
  readonly maintenanceMs: number;
  readonly rebootTaskMs: number;
  /** From the reboot to a proof of it. */
  readonly returnMs: number;
  /** For paths, links and alarms to recover. */
  readonly compareMs: number;
  readonly leaveMs: number;
  readonly haMs: number;
  readonly resyncMs: number;
  /** Between two tries while another task holds the host. */
  readonly busyMs: number;
  /** By how much a boot time must be newer: clocks are stepped (docs/internals/wire.md 6.3). */
  readonly bootToleranceMs: number;
  /** Null outside of clusters. */
  readonly cluster: { readonly ha: boolean; readonly vsan: boolean } | null;
}
