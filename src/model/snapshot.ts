import type { HostFacts } from './facts.ts';
import type { TargetReport } from './scan.ts';

/** What was read of all targets, and when. */
export interface EstateFacts {
  /** ISO 8601, UTC: when the reading began, and when it ended. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly TargetReport[];
  /** In the order in which a scan lists hosts. */
  readonly facts: readonly HostFacts[];
}

/** Why facts were read: for these rules, or for every rule that ships. */
export interface SnapshotPurpose {
  readonly everything: boolean;
  readonly rules: readonly { readonly id: string; readonly hash: string }[];
}

/** Facts that are kept, to be judged later or elsewhere. Of the account that read them it holds nothing. */
export interface Snapshot extends EstateFacts {
  /** The program that read them. */
  readonly tool: { readonly name: string; readonly version: string };
  readonly purpose: SnapshotPurpose;
  /** Names of the facts that were asked for, whatever came of it; identity and state always were. */
  readonly asked: readonly string[];
}
