/** What is known of a fault being used against people. */
export const EXPLOITATION = ['exploited', 'unknown', 'not-listed'] as const;

export interface Exploitation {
  /** `not-listed`: older than the list of exploited faults, and not on it; `unknown`: younger than the list. */
  readonly state: (typeof EXPLOITATION)[number];
  /** ISO 8601 day, or month where no source tells the day: since when it is known to be exploited, else the day of the list. */
  readonly date: string;
  /** Who says so. */
  readonly source: string;
  /** Whether it is known to be used by ransomware. */
  readonly ransomware: boolean;
}

/** The first release of a version that holds a fix, as documents name it. */
export interface NamedFix {
  /** `8.0.3` */
  readonly version: string;
  readonly build: string;
  readonly name: string;
}

/** One fix group of an advisory: faults that are fixed by the same builds. */
export interface Advisory {
  /** `VMSA-2026-0006` */
  readonly id: string;
  readonly cves: readonly string[];
  /** ISO 8601 day. */
  readonly published: string;
  /** Null where no second source tells it. */
  readonly cvss: number | null;
  readonly exploited: Exploitation;
  /** What keeps the fault from being used until the fix is in, in words; null where nothing is known to. */
  readonly workaround: string | null;
  readonly fixes: readonly NamedFix[];
  /** ISO 8601 day of the data. */
  readonly asOf: string;
}

export const EXPOSURES = ['affected', 'unknown', 'fixed', 'not-affected'] as const;
export type ExposureStatus = (typeof EXPOSURES)[number];

/** How one host stands to one advisory, by the release that runs. */
export interface Exposure {
  readonly status: ExposureStatus;
  /** The first fixed build of its version; null where none is named. */
  readonly fixedBuild: string | null;
  /** ISO 8601 day since when that build is available, by the catalog or else by the advisory; null where there is none. */
  readonly fixedSince: string | null;
  /** Whether a workaround that was read keeps the fault from being used now. */
  readonly mitigated: boolean;
  /** Whether the fix has been available for longer than people gave themselves; left out where they gave no time. */
  readonly overdue?: boolean | undefined;
}

/** The data is told to be old after so many days. */
export const ADVISORIES_OLD_AFTER = 60;
