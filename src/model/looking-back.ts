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
