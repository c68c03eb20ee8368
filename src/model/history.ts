import type { Since } from './changes-since.ts';
import type { Verdict } from './finding.ts';

interface ToolStamp {
  readonly tool: { readonly name: string; readonly version: string };
}

/** Scans that the history keeps, newest first. */
export interface ScanListing extends ToolStamp {
  readonly scans: readonly StoredScan[];
}

/** What changed from one scan to a later one. */
export interface Difference extends ToolStamp {
  /** When each of the two started; ISO 8601, UTC. */
  readonly beforeAt: string;
  readonly afterAt: string;
  readonly found: Since;
  /** Names of hosts of the later scan by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Sentences about the two scans that whoever reads on must know; none where both are whole and judged well. */
  readonly remarks: readonly string[];
}

/** How findings stood over time. */
export interface TrendListing extends ToolStamp {
  readonly trends: readonly Trend[];
}

/** One rule on one host that scans of the past may have told wrongly, in one way. */
export interface DoubtfulFinding {
  readonly rule: string;
  /** Id of the host. */
  readonly host: string;
  readonly name: string;
  readonly cluster: string | null;
  readonly target: string;
  /** As it was told. */
  readonly verdict: Verdict;
  /** Id of the doubt, and what the program took for what. */
  readonly doubt: string;
  readonly why: string;
  /** How many scans say so, and when the first and the last of them started. */
  readonly scans: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** What the newest scan by a mended release says of the same; null where there is none yet. */
  readonly since: Verdict | null;
}

/** What scans of the past may have told wrongly. */
export interface Audit extends ToolStamp {
  /** Scans that were judged by a release whose verdicts are in doubt. */
  readonly scansInDoubt: number;
  /** By rule, then name of the host. */
  readonly findings: readonly DoubtfulFinding[];
}

export interface StoredTarget {
  readonly url: string;
  /** False: nothing is known of its hosts. */
  readonly asked: boolean;
  /** False: it could not be asked, or was lost before all of its hosts were read. */
  readonly complete: boolean;
}

/** A scan that the history keeps, without what it found on each host. */
export interface StoredScan {
  /** Counted up from 1; never used again. */
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly StoredTarget[];
  /** Version of the program that judged it; null where the program that kept it did not write that down: 1.0.0 or older. */
  readonly judgedBy: string | null;
  readonly hosts: number;
  readonly unreachable: number;
  readonly findings: Readonly<Record<Verdict, number>>;
}

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
