/** How long an apply waits, and how often; milliseconds. */
export interface Pace {
  /** After a write that was not refused, before each time the thing is read again. */
  readonly settleMs: readonly number[];
  /** After a write that another task kept out, before the next try. */
  readonly busyMs: readonly number[];
}

export const USUAL_PACE: Pace = {
  settleMs: [0, 500, 2000],
  busyMs: [1000, 3000, 10_000, 30_000],
};
