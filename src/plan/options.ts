import type { HostCircumstances } from '../model/circumstances.ts';
import type { AllowedHosts } from '../model/firewall.ts';
import type { Host } from '../model/host.ts';
import type { Action } from '../model/plan.ts';
import type { Check, Rule, SingleCheck } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';

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
  readonly wouldPass: (check: SingleCheck, action: Action, type: string | null) => Truth;
}
