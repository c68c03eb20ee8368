import type { Verdict } from './finding.ts';

/** What was known of a finding when it could still be read. */
export interface LastKnown {
  readonly verdict: Verdict;
  readonly message: string;
  /** When it was read; ISO 8601, UTC. */
  readonly at: string;
}

/** A finding that people have decided to live with, until a day. */
export interface Waiver {
  /** Glob over ids of rules. */
  readonly rule: string;
  /** Globs over names or paths; all that are given must match. Null: not asked; all null: everywhere. */
  readonly host: string | null;
  readonly cluster: string | null;
  /** Glob over names of datacenters; left out: not asked. */
  readonly datacenter?: string | null;
  /** Glob over targets as people call them, `vc01.example.com`; left out: not asked. */
  readonly target?: string | null;
  /** Folder, tag (`Category=Name`) and custom attribute that a host must lie below or bear; left out: not asked. */
  readonly folder?: string | null | undefined;
  readonly tag?: string | null | undefined;
  readonly attribute?: string | null | undefined;
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string | null;
  /** Who accepted the risk, where that is not the owner; left out: not said. */
  readonly approvedBy?: string | null;
  /** Number of the plan of action and milestones that it is in; left out: not said. */
  readonly poam?: string | null;
  /** The last day that it holds, `2027-03-31`, in UTC. */
  readonly expires: string;
  /** Where it stands: `esxcheck.yaml:12`. */
  readonly place: string;
}

/** `expiring`: it holds, for 30 days at most. */
export const WAIVER_STATES = ['active', 'expiring', 'expired'] as const;
export type WaiverState = (typeof WAIVER_STATES)[number];

/** A waiver on the day of a scan. */
export interface WaiverReport extends Waiver {
  readonly state: WaiverState;
  /** Findings that it would have waived or did waive; of an expired one, those that count again. */
  readonly matched: number;
  /** Hosts of which it is not known whether it speaks of them: there it waives nothing. Left out where there is none. */
  readonly unclear?: number | undefined;
}
