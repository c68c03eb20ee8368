import type { RolloutReason } from '../../model/rollout.ts';
import type { Ended } from './state.ts';

export function done(detail: string): Ended {
  return { phase: 'done', reason: null, detail, inMaintenance: false };
}

/** The host did not come through; `inMaintenance` says how it is left. */
export function failed(reason: RolloutReason, detail: string, inMaintenance: boolean | null): Ended {
  return { phase: 'failed', reason, detail, inMaintenance };
}

/** Something was sent, and what came of it cannot be told. */
export function indeterminate(reason: RolloutReason, detail: string, inMaintenance: boolean | null): Ended {
  return { phase: 'indeterminate', reason, detail, inMaintenance };
}

/** Nothing was sent. */
export function notTried(reason: RolloutReason, detail: string): Ended {
  // Interrupted, nobody looked any more.
  const inMaintenance = reason === 'interrupted' ? null : reason === 'in-maintenance';
  return { phase: 'not tried', reason, detail, inMaintenance };
}
