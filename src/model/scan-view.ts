import type { Verdict } from './finding.ts';
import type { Severity } from './rule.ts';

/** How much of a scan people want to see, and in which order. It changes neither what is judged nor an exit code. */
export interface ScanView {
  /** Every host and finding instead of one line a rule. */
  readonly details: boolean;
  /** One row a rule and verdict, or one row a host. */
  readonly by: 'rule' | 'host';
  /** Findings with these verdicts alone; null: all. */
  readonly only: readonly Verdict[] | null;
  /** Findings of this severity and worse ones alone; null: all. */
  readonly severity: Severity | null;
  /** What it comes to and nothing else. */
  readonly summary: boolean;
  /** At most so many rows; null: as many as the format shows by itself. */
  readonly top: number | null;
}

/** What a report shows where nobody asked for anything. */
export const WHOLE_VIEW: ScanView = {
  details: false,
  by: 'rule',
  only: null,
  severity: null,
  summary: false,
  top: null,
};
