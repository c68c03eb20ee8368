import type { Verdict } from './finding.ts';
import type { Since } from './since.ts';
import type { StoredScan } from './stored-scan.ts';
import type { Trend } from './trend.ts';

interface Told {
  readonly tool: { readonly name: string; readonly version: string };
}

/** Scans that the history keeps, newest first. */
export interface ScanListing extends Told {
  readonly scans: readonly StoredScan[];
}

/** What changed from one scan to a later one. */
export interface Difference extends Told {
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
export interface TrendListing extends Told {
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
export interface Audit extends Told {
  /** Scans that were judged by a release whose verdicts are in doubt. */
  readonly scansInDoubt: number;
  /** By rule, then name of the host. */
  readonly findings: readonly DoubtfulFinding[];
}
