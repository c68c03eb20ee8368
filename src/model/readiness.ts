import type { ReleaseIdentity } from './catalog.ts';
import type { Finding } from './finding.ts';
import type { NotChecked } from './not-checked.ts';
import { UNDERTAKINGS } from './rule.ts';
import type { RuleReport, ScannedHost, TargetReport } from './scan.ts';

/** Whether a host can be patched, worst first. There is no "ready": only what was looked at is known. */
export const READINESS = ['not-ready', 'unknown', 'no-blocker-found'] as const;
export type Readiness = (typeof READINESS)[number];

/** What a planned release is to a host: that of a lower version is neither patch nor upgrade, but the way back. */
export const PLANNED_UNDERTAKINGS = [...UNDERTAKINGS, 'downgrade'] as const;
export type PlannedUndertaking = (typeof PLANNED_UNDERTAKINGS)[number];

/** One rule that says something of a host. */
export interface ReadinessFinding extends Pick<Finding, 'rule' | 'severity' | 'verdict' | 'message' | 'reason'> {
  /** Remarks of the rule, of what blocks and what could not be read; left out where there are none. */
  readonly remarks?: readonly string[];
}

/** The answer about one host, and what it rests on. Every rule that blocks is in exactly one of the lists, or passed. */
export interface HostReadiness {
  readonly host: ScannedHost;
  readonly answer: Readiness;
  /**
   * What is planned for it: a downgrade where the release is of a lower version than the host, an upgrade where it is of
   * another line or where that cannot be told.
   */
  readonly undertaking: PlannedUndertaking;
  /** The release that is planned for it; null: none, or not known. */
  readonly targetRelease: ReleaseIdentity | null;
  /** ISO 8601, UTC: nothing that was read is older. */
  readonly asOf: string;
  /** Rules that block and of which it was read whether the host passes. */
  readonly checked: number;
  /** Those that were read as failing. */
  readonly blockers: readonly ReadinessFinding[];
  /** Those that could not be read. */
  readonly unread: readonly ReadinessFinding[];
  /** Ids of those that do not apply to the host. */
  readonly notCheckable: readonly string[];
  /** Those that people chose to live with. */
  readonly waived: readonly ReadinessFinding[];
  /** What else does not pass, and blocks nothing. */
  readonly notes: readonly ReadinessFinding[];
}

/** How many hosts of a cluster can be taken out at once, as far as it was read. */
export interface ClusterReadiness {
  readonly cluster: string;
  readonly datacenter: string | null;
  readonly target: string;
  /** Hosts of the scan by answer. */
  readonly hosts: Readonly<Record<Readiness, number>>;
  /** As read: `fullyAutomated` ..., `off`; null: not read. */
  readonly drs: string | null;
  readonly ha: boolean | null;
  /** Null: unknown. 0: none without somebody's work. */
  readonly atOnce: number | null;
  /** Why, a sentence. */
  readonly because: string;
  readonly asOf: string;
}

/** `esxcheck.prepatch/1`: may these hosts be patched. */
export interface PrepatchReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly TargetReport[];
  /** Null where none was named. */
  readonly targetRelease: ReleaseIdentity | null;
  readonly rules: readonly RuleReport[];
  /** In the order of the scan. */
  readonly hosts: readonly HostReadiness[];
  readonly clusters: readonly ClusterReadiness[];
  /** What can stop an upgrade and no rule looks at; none where none is planned. */
  readonly notChecked: readonly NotChecked[];
  readonly remarks?: readonly string[];
}
