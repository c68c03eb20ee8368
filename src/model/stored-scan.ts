import type { Verdict } from './finding.ts';

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
