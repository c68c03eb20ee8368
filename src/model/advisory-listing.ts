import type { Advisory, ExposureStatus } from './advisory.ts';
import type { Severity } from './rule.ts';

/** What a source says of a version (`8.0.3`) or line (`9.0`): its first fixed build with its name, or a word. */
export interface ListedFix {
  readonly version: string;
  readonly build: string | null;
  readonly name: string | null;
  /** Null where a build is named. */
  readonly word: 'notAffected' | 'noFix' | 'unknown' | null;
}

/** How the release that was asked for stands to an advisory. */
export interface ReleaseState {
  readonly status: ExposureStatus;
  /** The first fixed build of its version; null where none is named. */
  readonly fixedBuild: string | null;
  /** Why, in a sentence that begins with "It". */
  readonly message: string;
}

/** Faults of one advisory that the same builds fix: one rule of the pack `advisories`. */
export interface ListedAdvisory {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly advisory: Advisory;
  readonly fixes: readonly ListedFix[];
  /** Null unless a release was asked for. */
  readonly state: ReleaseState | null;
}

/** A release as it was asked for; name and version are null for a build that no catalog holds. */
export interface ReleaseQuery {
  readonly name: string | null;
  readonly version: string | null;
  readonly build: string;
}

/** How old what is told of advisories is. Days are ISO 8601 dates. */
export interface AdvisoryAge {
  readonly today: string;
  readonly asOf: string;
  /** Whole days from then to today. */
  readonly days: number;
  /** The list of exploited faults that was looked through. */
  readonly exploited: { readonly list: string; readonly asOf: string };
}

/** What every answer about advisories says of itself. */
interface AdvisoryAnswer {
  readonly tool: { readonly name: string; readonly version: string };
  readonly age: AdvisoryAge;
}

/** What `catalog --advisories` answers. */
export interface AdvisoryListing extends AdvisoryAnswer {
  readonly release: ReleaseQuery | null;
  readonly advisories: readonly ListedAdvisory[];
}

/** One release by all advisories, in their order. */
export interface MatrixRow {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly statuses: readonly ExposureStatus[];
}

/** What `catalog --advisories --matrix` answers. */
export interface AdvisoryMatrix extends AdvisoryAnswer {
  readonly advisories: readonly Pick<ListedAdvisory, 'rule' | 'severity' | 'advisory'>[];
  readonly releases: readonly MatrixRow[];
}
