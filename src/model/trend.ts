import type { Verdict } from './finding.ts';

/** How an estate, or a part of it, stood at one scan of the history. */
export interface TrendPoint {
  /** When that scan started: ISO 8601, UTC. */
  readonly at: string;
  /** Hosts that were judged. */
  readonly hosts: number;
  /** False: a target could not be asked, or not to the end, so that the share says nothing of the whole. */
  readonly complete: boolean;
  readonly findings: Readonly<Record<Verdict, number>>;
}

/** The points of one rule in one cluster, oldest first; null: of all rules, of all clusters. */
export interface Trend {
  readonly rule: string | null;
  readonly cluster: string | null;
  readonly points: readonly TrendPoint[];
}
