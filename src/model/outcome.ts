import type { Action, Step } from './plan.ts';
import type { Reboot } from './rollout.ts';

/**
 * What became of one step.
 *
 * `would-change` only in a dry run. `no-effect`: the host accepted the write, and shows the old value still.
 * `indeterminate`: a write was sent and what came of it cannot be read. `not-tried`: its turn never came.
 */
export const OUTCOMES = [
  'indeterminate',
  'failed',
  'no-effect',
  'refused',
  'not-tried',
  'would-change',
  'done',
  'already-so',
] as const;
export type OutcomeKind = (typeof OUTCOMES)[number];

/** Why a step was not done. Codes are part of the journal's and the report's contract. */
export const OUTCOME_REASONS = [
  /** The managed object id leads to no host any more. */
  'host-gone',
  /** Another hardware UUID or serial number than the plan names, or none to compare. */
  'host-differs',
  'not-connected',
  /** An ESXi host that a vCenter manages, contacted directly. */
  'managed-elsewhere',
  /** A patch is staged, the host keeps nothing over a boot, or a profile owns its settings. */
  'would-not-last',
  /** What must be known before a write could not be read. */
  'unread',
  /** The thing is no longer as the plan saw it. */
  'stale',
  /** The host's configuration could not be saved first. */
  'backup-failed',
  /** The host refused the write. */
  'rejected',
  /** Another task held the host for too long. */
  'busy',
  /** No answer came, and the thing is as before. */
  'unanswered',
  /** The write was accepted, and the thing is as before. */
  'no-effect',
  /** A write was sent, and the thing cannot be read since. */
  'unverified',
  /** An earlier step of the same host was not done. */
  'earlier-step',
  'failure-budget',
  'interrupted',
  /** The first hosts are done; the others wait for a word. */
  'awaits-word',
  'connection-lost',
] as const;
export type OutcomeReason = (typeof OUTCOME_REASONS)[number];

/** One step and what became of it. */
export interface Outcome {
  readonly step: Step;
  readonly kind: OutcomeKind;
  /** Null when it was done, is so already, or would be changed. */
  readonly reason: OutcomeReason | null;
  /** One sentence for people; may hold text from the host. */
  readonly detail: string;
  /** The thing as it was last read; null when it was not read. */
  readonly observed: Action | null;
}

/** Which way a plan is carried out. */
export type Direction = 'apply' | 'rollback';

/** Everything that one run of `apply` or `rollback` did, or in a dry run would do. */
export interface ApplyReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly direction: Direction;
  readonly dryRun: boolean;
  readonly planHash: string;
  readonly target: { readonly url: string; readonly identity: string };
  /** Number of the change that the run belongs to, as given. */
  readonly change: string | null;
  /** Path of the journal; null in a dry run. */
  readonly journal: string | null;
  /** One for every step in scope, in the plan's order. */
  readonly outcomes: readonly Outcome[];
  /** One for every host that the steps make a reboot necessary for; null when no reboot was asked for. */
  readonly reboots: readonly Reboot[] | null;
  /** What broke the run off, such as a journal that could not be written any further; null when it came to its end. */
  readonly error: { readonly code: string; readonly message: string } | null;
}
