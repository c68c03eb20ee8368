import type { Doubt, KnownDefault, ReleaseIdentity } from './catalog.ts';
import type { Host } from './host.ts';
import type { Problem } from './problem.ts';
import type { TargetReport } from './scan.ts';

/** What becomes of a default: another one, none at all, one that hosts did not have, the same, or nobody knows. */
export const DEFAULT_CHANGES = ['default', 'gone', 'new', 'same', 'not-measured'] as const;
export type DefaultChange = (typeof DEFAULT_CHANGES)[number];

/** One kernel setting on the hosts that have the same default of it today. */
export interface SettingAhead {
  readonly setting: string;
  readonly change: DefaultChange;
  /** Today's default; null where hosts did not tell it, or for `new`. */
  readonly from: string | null;
  /** The target's; null where it is not known, or where the target does not have the setting. */
  readonly to: KnownDefault | null;
  /** Says more about the hardware of the lab than about the release, or hosts of the site do not agree. */
  readonly labDependent: boolean;
  /** Why `to` is not relied on; left out where it is. A default in doubt that would stay the same is `not-measured`. */
  readonly doubt?: Doubt;
  /** Ids of hosts whose configured value equals the default, so that they may follow it. */
  readonly mayFollow: readonly string[];
  /** Hosts that were set to something else on purpose. */
  readonly explicit: readonly { readonly host: string; readonly configured: string }[];
}

/** A host, and whether the patch was predicted for it. */
export interface HostAhead {
  readonly host: Host;
  /** `open`: predicted; else why not. */
  readonly path: 'open' | 'same-build' | 'older' | 'not-certified';
  /** A sentence on the path; null where there is nothing to say. */
  readonly remark: string | null;
  /** Why its settings could not be read; null when they were. */
  readonly problem: Problem | null;
}

/** What a patch would do to every kernel setting of an estate: `scan --target-release X --all-settings`. */
export interface PatchListing {
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly TargetReport[];
  readonly targetRelease: ReleaseIdentity;
  /** Sorted by name, then id. */
  readonly hosts: readonly HostAhead[];
  /** Sorted by what becomes of them, then by name. */
  readonly settings: readonly SettingAhead[];
}
