import type { HostCircumstances } from '../model/circumstances.ts';
import type { Finding } from '../model/finding.ts';
import type { AllowedHosts } from '../model/firewall.ts';
import type { Host } from '../model/host.ts';
import type { Action, LeftOutReason, Plan, Step } from '../model/plan.ts';
import type { Check, SingleCheck } from '../model/check.ts';
import type { Rule } from '../model/rule.ts';
import type { ScannedHost } from '../model/scan.ts';
import type { TriState } from '../model/tri-state.ts';

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
export type Change = Pick<
  Step,
  'action' | 'before' | 'readAs' | 'inverseLeaves' | 'needsReboot' | 'rebootOnly' | 'exposure'
> & {
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

/** The steps of each host, by its id, in the order in which they are carried out; hosts in the plan's order. */
export function stepsByHost({ steps }: Pick<Plan, 'steps'>): ReadonlyMap<string, readonly Step[]> {
  const byHost = new Map<string, Step[]>();
  for (const step of steps) {
    const known = byHost.get(step.host.id);
    if (known === undefined) byHost.set(step.host.id, [step]);
    else known.push(step);
  }
  return byHost;
}

/* oxlint-disable typescript/consistent-return -- every switch here is exhaustive, which the compiler and the linter check */

/** What an action changes, without the value: equal texts mean the same thing on one host. */
export function subjectOf(action: Action): string {
  return JSON.stringify([action.kind, nameIn(action)]);
}

function nameIn(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
      return action.name;
    case 'advancedOption':
      return `${action.type} ${action.key}`;
    case 'ruleset':
    case 'allowedHosts':
      return action.ruleset;
    case 'service':
      return action.service;
  }
}

export type KernelCheck = Extract<Check, { kind: 'kernelSetting' }>;
export type FirewallCheck = Extract<Check, { kind: 'firewallAllows' }>;

/** How a plan is to be made. */
export interface PlanOptions {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Ids of the rules that steps are made for. Other rules are only heard where they speak against a step. */
  readonly planned: ReadonlySet<string>;
  /** What was asked for, by flag, for people who review the plan. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Also set what is as wanted already and may only follow the default. */
  readonly pin: boolean;
  /** Plan reboots alone: of hosts that wait for nothing else. */
  readonly rebootPending?: boolean;
  /** Close what `firewallAllows` rules would open. */
  readonly deny: boolean;
  /** A ruleset that opens every port may be enabled. */
  readonly allowBroadRuleset: boolean;
  /** Addresses that an opened ruleset is limited to; null: not limited. */
  readonly allowed: AllowedHosts | null;
  /** By host id; null when the plan is made from a file and nothing can be read. */
  readonly circumstances: ReadonlyMap<string, HostCircumstances> | null;
  /** The rule as it holds for a host, where a config makes it differ from cluster to cluster. */
  readonly ruleFor: (rule: Rule, host: Host) => Rule;
  /** Whether a host on which the action was carried out would pass a check of the same thing. `type` is as esxcli names it. */
  readonly wouldPass: (check: SingleCheck, action: Action, type: string | null) => TriState;
}
