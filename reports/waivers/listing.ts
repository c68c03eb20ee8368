import type { Waiver, WaiverState } from '../../src/model/waiver.ts';

/** The waivers of a config on one day, in the order of the file. */
export interface WaiverListing {
  /** `2026-11-23`, in UTC. */
  readonly day: string;
  readonly waivers: readonly ListedWaiver[];
}

export interface ListedWaiver extends Waiver {
  readonly state: WaiverState;
  /** Days that it still holds after that day; negative when it has expired. */
  readonly daysLeft: number;
}

/** What a waiver speaks of beside its rules: `host H, cluster C`, or `everywhere`. */
export function scopeText({ host, cluster }: Waiver): string {
  const parts = [host === null ? '' : `host ${host}`, cluster === null ? '' : `cluster ${cluster}`];
  return parts.filter((part) => part !== '').join(', ') || 'everywhere';
}
