import type { Moref } from '../../vim/moref.ts';
import type { Before } from './state.ts';

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
export interface Proof {
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
  | { readonly kind: 'proof'; readonly proof: Proof }
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
export interface Terms {
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
  /** By how much a boot time must be newer: clocks are stepped (protocol.md 6.3). */
  readonly bootToleranceMs: number;
  /** Null outside of clusters. */
  readonly cluster: { readonly ha: boolean; readonly vsan: boolean } | null;
}
