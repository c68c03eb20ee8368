import type { State, Verdict } from './finding.ts';
import type { FlipsSeen, ReleaseSeen } from './flip.ts';

/** One thing that is not as it was. Only what was read both times is compared: a value that was not read is no change. */
export type HostChange =
  | { readonly kind: 'release'; readonly before: ReleaseSeen; readonly after: ReleaseSeen }
  /** ISO 8601, as the server wrote them. */
  | { readonly kind: 'reboot'; readonly before: string; readonly after: string }
  | {
      readonly kind: 'setting';
      readonly setting: string;
      readonly which: 'default' | 'configured' | 'runtime';
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'verdict';
      readonly rule: string;
      readonly before: VerdictSeen;
      readonly after: VerdictSeen;
      /** There where the rule asked for something else in the earlier scan, since it was judged by it for another. */
      readonly judgedBy?: JudgedBy | undefined;
    };

export const JUDGED_BY = ['another-framework', 'another-profile'] as const;
export type JudgedBy = (typeof JUDGED_BY)[number];

export interface VerdictSeen {
  readonly verdict: Verdict;
  readonly state: State | null;
}

export interface ChangedHost {
  /** Id of the host in this scan. */
  readonly host: string;
  /** Never empty. */
  readonly changes: readonly HostChange[];
}

/** A host that only one of two scans holds. */
export interface LoneHost {
  readonly id: string;
  readonly name: string;
  readonly uuid: string | null;
  readonly serial: string | null;
  /** False: its target could not be asked in the other scan, so that it says nothing. */
  readonly asked: boolean;
}

/** How a scan differs from an earlier one that was saved. */
export interface Since {
  /** When the earlier scan started. */
  readonly startedAt: string;
  /** Hosts that both scans hold. */
  readonly compared: number;
  /** Hosts with a change, in the order of the scan. */
  readonly changed: readonly ChangedHost[];
  readonly onlyBefore: readonly LoneHost[];
  readonly onlyNow: readonly LoneHost[];
  /** Ids of rules that read otherwise than in the earlier scan. */
  readonly changedRules: readonly string[];
  /** Ids of rules that one of the scans alone judged by; left out in scans of earlier releases, as is the next one. */
  readonly onlyRulesBefore?: readonly string[] | undefined;
  readonly onlyRulesNow?: readonly string[] | undefined;
  /** Ids of hosts of both scans, without a change, of which no verdict is known in both: nobody knows whether they are as before. */
  readonly uncompared?: readonly string[] | undefined;
  /** What patches did to defaults; left out in scans of earlier releases. */
  readonly flips?: FlipsSeen | undefined;
}
