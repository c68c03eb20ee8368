import type { PlanHost } from './plan.ts';

/** Where a host stands in a rolling reboot. The last four are ends. */
export type RolloutPhase =
  | 'waiting'
  | 'recording'
  | 'asking DRS'
  | 'entering maintenance'
  | 'rebooting'
  | 'returning'
  | 'comparing'
  | 'leaving maintenance'
  | 'settling'
  | 'done'
  | 'failed'
  | 'indeterminate'
  | 'not tried';

/** Why a host was not rebooted, or did not come through. Codes are part of the journal's and the report's contract. */
export const ROLLOUT_REASONS = [
  /** DRS is off or not fully automated, so nothing would empty the host. */
  'drs-not-automated',
  /** vSAN with two fault domains: a stretched or two-node cluster. */
  'vsan-stretched',
  /** A host of the cluster in service is not connected to HA. */
  'ha-degraded',
  /** Another host of the cluster is out of service. */
  'host-out-of-service',
  /** Not in a cluster, and `--allow-vm-downtime` was not given. */
  'standalone',
  /** Powered-on VMs that DRS cannot move. */
  'vms-cannot-move',
  /** Somebody else put the host into maintenance mode. */
  'in-maintenance',
  'not-connected',
  /** The next boot would not keep the change, or is a patch. */
  'would-not-last',
  'patch-staged',
  'owned-by-profile',
  /** Configured is not what the plan wants: a reboot would not help. */
  'not-configured',
  /** No reboot can be proven by what the step changes. */
  'not-provable',
  /** What must be known first could not be read. */
  'unread',
  /** Another hardware UUID or serial number than the plan names, or none to compare. */
  'host-differs',
  'drs-refuses',
  'maintenance-refused',
  'maintenance-timed-out',
  'maintenance-unknown',
  'reboot-refused',
  'reboot-failed',
  'did-not-come-back',
  'certificate-changed',
  /** Connected, and nothing shows that it booted. */
  'no-proof',
  /** It booted, and the setting still does not hold. Never to be rebooted again for it. */
  'not-taking-effect',
  /** Something is missing, or an alarm is red, that was not before. */
  'worse',
  'cannot-compare',
  'exit-failed',
  'exit-unknown',
  'ha-not-connected',
  'resync-not-done',
  'failure-budget',
  'interrupted',
  'awaits-word',
  /** Runtime is as wanted already: no reboot is needed. */
  'already-so',
] as const;
export type RolloutReason = (typeof ROLLOUT_REASONS)[number];

/** One host of a rolling reboot and what became of it. */
export interface RolloutOutcome {
  readonly host: PlanHost;
  readonly kind: 'done' | 'failed' | 'indeterminate' | 'not tried';
  /** Null when it came through a reboot. */
  readonly reason: RolloutReason | null;
  /** One sentence for people, with what to do next; may hold text from the host. */
  readonly detail: string;
  /** Whether the host is left in maintenance mode; null when that is not known. */
  readonly inMaintenance: boolean | null;
}

/** Whether a host is left in maintenance mode, and somebody has to take it out. */
export function isLeftInMaintenance({
  kind,
  inMaintenance,
}: {
  readonly kind: string;
  readonly inMaintenance: boolean | null;
}): boolean {
  return inMaintenance === true && kind !== 'done';
}

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
