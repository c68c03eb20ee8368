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
export function scopeText({ host, cluster, ...place }: Waiver): string {
  const parts = [host === null ? '' : `host ${host}`, cluster === null ? '' : `cluster ${cluster}`];
  return [...parts, ...aroundOf(place)].filter((part) => part !== '').join(', ') || 'everywhere';
}

/** Who answers for it, and where that is kept: `jane`, `CHG0042`, `approved by J. Doe`, `POA&M 17`. */
export function recordsText({ owner, ticket, approvedBy = null, poam = null }: Waiver): readonly string[] {
  const approval = approvedBy === null ? null : `approved by ${approvedBy}`;
  return [owner, ticket, approval, poam === null ? null : `POA&M ${poam}`].filter((part) => part !== null);
}

/** Beside the hosts of a waiver: `C`, `C, datacenter D`, `target T`, or `*`. */
export function placeText({ cluster, ...place }: Around & Pick<Waiver, 'cluster'>): string {
  return [cluster, ...aroundOf(place)].filter((part) => part !== null && part !== '').join(', ') || '*';
}

type Around = Pick<Waiver, 'datacenter' | 'target' | 'folder' | 'tag' | 'attribute'>;

function aroundOf({ datacenter, target, folder, tag, attribute }: Around): readonly string[] {
  const parts = { datacenter, target, folder, tag, attribute };
  return Object.entries(parts).map(([name, value]) => (typeof value === 'string' ? `${name} ${value}` : ''));
}
