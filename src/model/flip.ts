/** A build as a host told it. */
export interface ReleaseSeen {
  readonly build: string;
  /** Name in the catalog; null for a build that it lacks. */
  readonly release: string | null;
}

/** What became of a setting between two builds: another default, a setting that was not there before, or one that is gone. */
export const FLIP_KINDS = ['default', 'new', 'gone'] as const;
export type FlipKind = (typeof FLIP_KINDS)[number];

/**
 * How far a change reaches among the hosts of one build step and model where the setting was read both times. `all`: every one
 * of them, and they are two or more and at least half of the step: the patch did it. `few-read`: every one, but less than half
 * of the step was read. `one`: a single host was read, which proves nothing. `most`: three or more, and at least three quarters of
 * them. `few`: drift.
 */
export const FLIP_EXTENTS = ['all', 'few-read', 'one', 'most', 'few'] as const;
export type FlipExtent = (typeof FLIP_EXTENTS)[number];

/** One change of a default that hosts of a build step show. Only what was read both times is counted. */
export interface Flip {
  readonly setting: string;
  readonly kind: FlipKind;
  /** The default as one of the hosts told it; null where the build does not have the setting, or its default was not told. */
  readonly before: string | null;
  readonly after: string | null;
  readonly extent: FlipExtent;
  /** Hosts that show it. */
  readonly hosts: number;
  /** Hosts of the step where the setting was read both times. */
  readonly read: number;
  /** Hosts that show it whose value went with the default, and those whose value stayed as it was. The others were not read. */
  readonly followed: number;
  readonly kept: number;
  /** Hosts of the model that crossed no build: those on the later one with that default, and those on one of the two with another than its own. */
  readonly agree: number;
  readonly differ: number;
  /** Ids of the rules that judge the setting on a host that shows it; null where the scan does not tell which settings its rules judge. */
  readonly rules: readonly string[] | null;
  /** Hosts that show it on which no rule judges the setting; null as above. */
  readonly uncovered: number | null;
  /** Ids of those rules that fail now on a host whose value went with the default, and did not fail before. */
  readonly failing: readonly string[];
  /** Ids of hosts: those that show it, where few do; those that do not, where most do; else left out. */
  readonly named?: readonly string[] | undefined;
}

/** Hosts of one model that went from one build to another. */
export interface BuildStep {
  readonly before: ReleaseSeen;
  readonly after: ReleaseSeen;
  /** Null: not read. */
  readonly vendor: string | null;
  readonly model: string | null;
  /** Ids of the hosts in the later scan. */
  readonly hosts: readonly string[];
  /** How many of them told no setting both times. */
  readonly silent: number;
  /** Settings that were read both times on at least one host. */
  readonly compared: number;
  /** Settings that some host told in one of the scans, and none in both. */
  readonly unread: number;
  readonly flips: readonly Flip[];
  /** What few hosts of the step show: not the patch's doing. */
  readonly drift: readonly Flip[];
}

/** What patches did to defaults between two scans, by build step and model. */
export interface FlipsSeen {
  readonly steps: readonly BuildStep[];
  /** Hosts of both scans whose build was not read both times: nobody knows whether they crossed one. */
  readonly buildUnread: number;
}
