import type { PlanHost } from './plan.ts';
import type { RolloutReason } from './rollout.ts';

/**
 * What became of the reboot of one host, what needs looking at first. Codes are part of the report's contract.
 *
 * `would-reboot` and `would-follow-up` only in a dry run; the second for a host that an earlier run left on its way.
 */
export const REBOOT_OUTCOMES = [
  'indeterminate',
  'failed',
  'not-tried',
  'would-follow-up',
  'would-reboot',
  'done',
] as const;
export type RebootOutcome = (typeof REBOOT_OUTCOMES)[number];

/** One host of a rolling reboot in a report. */
export interface Reboot {
  readonly host: PlanHost;
  readonly kind: RebootOutcome;
  /** Null when it came through, or would be rebooted. */
  readonly reason: RolloutReason | null;
  /** One sentence for people, with what to do next; may hold text from the host. */
  readonly detail: string;
  /** Whether the host is in maintenance mode at the end; null when that is not known. */
  readonly inMaintenance: boolean | null;
  /** In a dry run, when its turn would be; null where it would have none, and after a real run. */
  readonly turn: RebootTurn | null;
}

/** Hosts of one lane are rebooted one after another; lanes go side by side. */
export interface RebootTurn {
  /** Name of the cluster, or of the compute resource of a standalone host. */
  readonly lane: string;
  /** From 1 on within its lane. */
  readonly order: number;
}
