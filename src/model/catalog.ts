import type { HostGroup } from './host-group.ts';
import type { SiteDefaults } from './site-default.ts';

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

/** How long a line of releases is supported. Dates are ISO 8601, and the last day on which it still is. */
export interface SupportedLine {
  /** `8.0` */
  readonly line: string;
  readonly generalSupportEnds: string;
  readonly technicalGuidanceEnds: string;
  /** Of the end of general support: `C2` two or more independent sources, `S1` one. */
  readonly confidence: 'C2' | 'S1';
  readonly source: string;
  /** The day of the list that tells it: its maker has moved such days. */
  readonly asOf: string;
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
  /** The same where one source alone tells it: enough to be wary of, and for nothing else. */
  readonly claimed?: string;
}

/** By build number. A build that is not in it is a hot patch, a debug build, or newer than the catalog. */
export type ReleaseIndex = ReadonlyMap<number, KnownRelease>;

/** How well a default of the catalog that ships is known: read from a lab host, told by two sources, by one, or inferred from its neighbours. */
export const SHIPPED_CONFIDENCES = ['measured', 'C2', 'S1', 'inferred'] as const;
/** The same, or read from a host of the site; its `source` then says from which. */
export const CONFIDENCES = [...SHIPPED_CONFIDENCES, 'site'] as const;
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
  /** What hosts of the site showed of this very build; left out where none did. */
  readonly site?: SiteDefaults;
  /** Defaults that the measured releases before and after it on its branch share; left out where it was measured itself. */
  readonly between?: ReadonlyMap<string, KnownDefault>;
}

/** Why a default that is known leads to no `pass` on a host. */
export const DOUBTS = [
  /** Hosts of the site that run the build have it otherwise than the catalog that ships tells. */
  'contradiction',
  /** Hosts of the site that run the build do not agree. */
  'depends-on-machine',
  /** It was read on hosts of another vendor or model, or with another image, alone. */
  'other-model',
  'other-image',
  /** Vendor, model or image of either host was not told. */
  'machine-untold',
  /** The release itself was not measured, but one before it and one after it, which agree. */
  'between-measured',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** In place of a release: the one that the image of a cluster brings its hosts. */
export const IMAGE_TARGET = 'image';

/** The release that is planned for some clusters, or for a group of hosts. */
export interface ClusterTarget {
  /** Glob over names of clusters, or over paths such as DC1/Prod; the name of the group where one is meant. */
  readonly cluster: string;
  readonly where?: HostGroup | undefined;
  readonly release: TargetRelease | typeof IMAGE_TARGET;
}

/** The release of the catalog that a base image of that version is made of; null where it holds none. */
export type ImageReleases = (version: string) => TargetRelease | null;

/** The image of a cluster, where it decides which release is planned for a host. */
export interface PlannedImage {
  readonly cluster: string | null;
  /** Of its base image; null where it was not read. */
  readonly version: string | null;
  /** Why it does not tell the release, in a sentence; null where it does. */
  readonly problem: string | null;
}

/** A release of the catalog, with what is known of defaults that patches have changed. */
export interface ListedRelease extends Release {
  readonly measured: boolean;
  /** Defaults of the settings that `default-flips.csv` follows. */
  readonly known: readonly (KnownDefault & { readonly setting: string })[];
  /** Of the line of its version; null where no list tells. */
  readonly support: SupportedLine | null;
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

/** Parts of the catalog that grow old. */
export const CATALOG_PARTS = [
  'releases',
  'measured-defaults',
  'advisories',
  'exploited-faults',
  'lifecycle',
  'certified-models',
] as const;

/** How old one part is. */
export interface CatalogPart {
  readonly part: (typeof CATALOG_PARTS)[number];
  /** ISO 8601 date of its newest release, or of its list; null where it has none. */
  readonly asOf: string | null;
  /** Whole days since then. */
  readonly days: number | null;
  /** The newest release of the part, where it is about releases. */
  readonly release: { readonly name: string; readonly build: string } | null;
}

/** How old the catalog is on a day. */
export interface CatalogAge {
  /** ISO 8601 date, UTC. */
  readonly today: string;
  readonly parts: readonly CatalogPart[];
}

/** Days after which data are said to be old: advisories come out about that often. */
export const OLD_AFTER_DAYS = 60;

export interface DefaultFlips {
  readonly from: ReleaseIdentity;
  readonly to: ReleaseIdentity;
  /** Whether every setting was compared: both releases were measured. Else only what the flips file tells. */
  readonly complete: boolean;
  readonly flips: readonly DefaultFlip[];
  /** Settings that both releases have with the same default. */
  readonly same: number;
}
