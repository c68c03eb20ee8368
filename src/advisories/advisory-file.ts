import type { Severity } from '../model/rule.ts';
import type { CheckFile } from '../rules/schema/rule-schema.ts';

/** What a file of advisories begins with; another form of it would be another number. */
export const ADVISORY_FORMAT = 'esxcheck-advisories-1';

/** How well a fix is known: the maker's own record, two sources, one other source, from memory, or inferred. */
export const FIX_CONFIDENCES = ['C1', 'C2', 'S1', 'S0', 'inferred'] as const;

/** What is told of one version or line: its first fixed build with the name of that release, or a word. */
export interface FixEntry {
  /** `8.0.3`, or the line `8.0` with a word. */
  readonly version: string;
  readonly build?: number | undefined;
  readonly name?: string | undefined;
  readonly word?: 'notAffected' | 'noFix' | 'unknown' | undefined;
  /** What is less than C1 or C2 is taken for unknown. */
  readonly confidence: (typeof FIX_CONFIDENCES)[number];
  readonly source: string;
}

/** Faults of one advisory that the same builds fix. */
export interface FixGroup {
  readonly cves: readonly string[];
  readonly severity: Severity;
  readonly about?: string | undefined;
  /** Left out where no second source tells it. */
  readonly cvss?: number | undefined;
  /** Left out where it is not known to be exploited. */
  readonly exploited?:
    | {
        /** `2025-03-04`, or `2023-02` where no day is known. */
        readonly since: string;
        readonly source: string;
        readonly ransomware?: boolean | undefined;
      }
    | undefined;
  readonly workaround?: string | undefined;
  /** Checks that a host passes while the workaround is in place, as rule files have them. */
  readonly mitigatedIf?: { readonly now: CheckFile; readonly nextBoot?: CheckFile | undefined } | undefined;
  readonly fixes: readonly FixEntry[];
}

/** A file of advisories, as `rules/catalog/advisories.json` is one. */
export interface AdvisoryFile {
  readonly format: typeof ADVISORY_FORMAT;
  /** ISO 8601 day of the data. */
  readonly asOf: string;
  /** The list of exploited faults that was looked through, and its day. */
  readonly exploited: { readonly list: string; readonly asOf: string };
  readonly advisories: readonly {
    /** `VMSA-2026-0006` */
    readonly id: string;
    readonly published: string;
    readonly groups: readonly FixGroup[];
  }[];
}
