/** One ESXi build that has a name. */
export interface Release {
  /** As the host shows it: `6.0.0` for every update of 6.0. */
  readonly version: string;
  /** The update whose branch the build belongs to, where the version does not tell: `Update 1` of 6.0. Null for most. */
  readonly branch: string | null;
  readonly name: string;
  /** Another name of the same build; null for most. */
  readonly also: string | null;
  readonly bulletin: string | null;
  readonly build: string;
  /** ISO 8601 date; null where no source tells. */
  readonly released: string | null;
  /** Whether VMware took it back. */
  readonly recalled: boolean;
  /** `C2`: two or more independent sources; `S1`: one. */
  readonly confidence: string;
  readonly source: string;
}

/** What the catalog tells of where a build belongs. */
export interface KnownRelease {
  /** As a host shows it: `8.0.3`; `6.0.0` for every update of 6.0. */
  readonly version: string;
  /** The number of the update: 1 for Update 1 and for what was released on top of it; 0 before the first. */
  readonly update: number;
  /** Built for an older update beside the releases of its version, so that its number tells nothing against theirs. */
  readonly aside: boolean;
  /** ISO 8601 date, where two sources tell it. */
  readonly released: string | null;
}

/** By build number. A build that is not in it is a hot patch, a debug build, or newer than the catalog. */
export type ReleaseIndex = ReadonlyMap<number, KnownRelease>;

/** How well a default is known: read from a lab host, told by two sources, by one, or inferred from its neighbours. */
export const CONFIDENCES = ['measured', 'C2', 'S1', 'inferred'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The default of one kernel setting in one release. */
export interface KnownDefault {
  readonly value: string;
  readonly confidence: Confidence;
  readonly source: string;
}

/** A server model and the highest release that its maker or VMware certified, on the day of the list. */
export interface CertifiedModel {
  readonly model: string;
  /** Name of the release, such as `ESXi 6.5 Update 3`. */
  readonly highest: string;
  readonly confidence: string;
  readonly source: string;
  /** ISO 8601 date of the list. */
  readonly asOf: string;
}

/** A release as documents name it. */
export interface ReleaseIdentity {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  /** ISO 8601 date; null where no source tells. */
  readonly released: string | null;
  /** Whether the kernel settings of this very build were read from a lab host. */
  readonly measured: boolean;
}

/** The release that a patch would bring, and all that the catalog tells of it. */
export interface TargetRelease extends ReleaseIdentity {
  /** By setting. Complete where the release was measured: a setting that is not here then is not in the release. */
  readonly defaults: ReadonlyMap<string, KnownDefault>;
  /** Settings whose measured default hangs on the hardware of the lab host. */
  readonly labDependent: ReadonlySet<string>;
  readonly certified: readonly CertifiedModel[];
}

/** The release that is planned for some clusters. */
export interface ClusterTarget {
  /** Glob over names of clusters, or over paths such as DC1/Prod. */
  readonly cluster: string;
  readonly release: TargetRelease;
}

/** A release of the catalog, with what is known of defaults that patches have changed. */
export interface ListedRelease extends Release {
  readonly measured: boolean;
  /** Defaults of the settings that `default-flips.csv` follows. */
  readonly known: readonly (KnownDefault & { readonly setting: string })[];
}

/** A kernel setting whose default is not the same in two releases; null: the release does not have it. */
export interface DefaultFlip {
  readonly setting: string;
  readonly from: KnownDefault | null;
  readonly to: KnownDefault | null;
  readonly change: 'default' | 'new' | 'gone';
  readonly labDependent: boolean;
}

/** What `catalog` answers: releases, or how the defaults of two of them differ. */
export interface CatalogListing {
  readonly tool: { readonly name: string; readonly version: string };
  readonly releases: readonly ListedRelease[];
  /** Null unless two releases were compared; `releases` then holds those two. */
  readonly flips: DefaultFlips | null;
}

export interface DefaultFlips {
  readonly from: ReleaseIdentity;
  readonly to: ReleaseIdentity;
  /** Whether every setting was compared: both releases were measured. Else only what the flips file tells. */
  readonly complete: boolean;
  readonly flips: readonly DefaultFlip[];
  /** Settings that both releases have with the same default. */
  readonly same: number;
}
