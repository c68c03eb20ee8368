import type { WaiverListing } from '../../reports/waivers/listing.ts';
import { daysLeft, waiverState } from '../evaluate/waive.ts';
import type { Waiver } from '../model/waiver.ts';

/** How the waivers stand at a moment. */
export function listWaivers(waivers: readonly Waiver[], now: Date): WaiverListing {
  return {
    day: now.toISOString().slice(0, 10),
    waivers: waivers.map((waiver) => ({
      ...waiver,
      state: waiverState(waiver, now),
      daysLeft: daysLeft(waiver, now),
    })),
  };
}
