import type { Finding } from '../model/finding.ts';
import type { LeftOutReason, Step } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import type { ScannedHost } from '../model/scan.ts';
import type { PlanOptions } from './options.ts';

/** One finding with all that is needed to decide about it. */
export interface PlanCase {
  readonly host: ScannedHost;
  readonly finding: Finding;
  readonly rule: Rule;
  /** All findings of the host, those of rules that are not planned too. */
  readonly others: readonly { readonly finding: Finding; readonly rule: Rule }[];
  readonly options: PlanOptions;
}

/** A step before it has an id and a host. */
export type Change = Pick<Step, 'action' | 'before' | 'readAs' | 'inverseLeaves' | 'needsReboot' | 'exposure'> & {
  /** A sentence to follow the finding's message; '' when there is none. */
  readonly remark: string;
};

/** Why a part of what a finding wants is not done. */
export interface Refusal {
  readonly reason: LeftOutReason;
  readonly detail: string;
}

/** What is to be done about a finding, in this order, and what is not. Both empty: it wants nothing. */
export interface Decision {
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
}

export const NOTHING: Decision = { changes: [], refusals: [] };

export function change(...changes: readonly Change[]): Decision {
  return { changes, refusals: [] };
}

export function refuse(reason: LeftOutReason, detail: string): Decision {
  return { changes: [], refusals: [{ reason, detail }] };
}
