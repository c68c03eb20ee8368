import type { Verdict } from './finding.ts';

/** A scan that the history keeps, without what it found on each host. */
export interface StoredScan {
  /** Counted up from 1; never used again. */
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly { readonly url: string; readonly asked: boolean }[];
  readonly hosts: number;
  readonly unreachable: number;
  readonly findings: Readonly<Record<Verdict, number>>;
}
