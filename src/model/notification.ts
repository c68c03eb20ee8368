import type { Severity } from './rule.ts';

/** When a channel is told: of every scan, of one that found a change, or of one that failed or could not see. */
export const OCCASIONS = ['change', 'always', 'fail'] as const;

export interface Occasion {
  readonly when: (typeof OCCASIONS)[number];
  /** Only where something of at least this severity fails or is unknown; null: whatever it is. */
  readonly atLeast: Severity | null;
}

/** What became of one notification. */
export interface Delivery {
  /** For people; holds no secret. */
  readonly channel: string;
  readonly attempts: number;
  /** Null: it was taken. */
  readonly error: string | null;
}
