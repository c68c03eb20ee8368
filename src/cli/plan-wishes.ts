import type { AllowedHosts } from '../model/firewall.ts';
import type { Rule } from '../model/rule.ts';
import { withProfile } from '../rules/profile.ts';
import { selectRules } from '../rules/select.ts';
import { misuse } from './misuse.ts';
import type { RuleArguments } from './options.ts';
import type { PlanArguments } from './plan-options.ts';
import { loadRules, parametersFrom } from './rule-choice.ts';
import { allowedFrom } from './vch-network.ts';

/** Planned when neither pack nor rule is named: a plan of the others must be asked for (design.md 7). */
const DEFAULT_PACKS = ['hpe'];

/** What the flags of `plan` ask for. */
export interface PlanWishes {
  /** Rules that steps are made for. */
  readonly planned: readonly Rule[];
  /** Those, and all others that speak of the same kernel settings and may speak against a step. */
  readonly judged: readonly Rule[];
  readonly allowed: AllowedHosts | null;
  readonly parameters: ReadonlyMap<string, string>;
  /** The profile whose expectations the rules have; null: their own. */
  readonly profile: string | null;
  readonly pin: boolean;
  readonly deny: boolean;
  readonly allowBroadRuleset: boolean;
}

/** Throws USAGE for flags that contradict each other or have nothing to act on, and what loading and selecting rules throws. */
export async function planWishes(args: RuleArguments & PlanArguments): Promise<PlanWishes> {
  const { vchNetwork, vchAddress } = args;
  const given = parametersFrom(args);
  const allowed = vchNetwork === undefined ? null : allowedFrom(vchNetwork, vchAddress);
  const packs = args.pack === undefined && args.rule === undefined ? DEFAULT_PACKS : (args.pack ?? []);
  const all = await loadRules(args);
  const planned = selectRules(all, { packs, ids: args.rule ?? [] });
  refuseIdleFlags(args, planned);
  refuseIdleProfile(args, planned, all);
  const parameters = new Map(given);
  // A list is right when it holds what it would be limited to.
  if (vchNetwork !== undefined && !parameters.has('vch-address')) parameters.set('vch-address', vchNetwork.trim());
  return {
    planned,
    judged: all.filter((rule) => planned.includes(rule) || speaksOfSame(rule, planned)),
    allowed,
    parameters,
    profile: args.profile ?? null,
    pin: args.pin === true,
    deny: args.deny === true,
    allowBroadRuleset: args.allowBroadRuleset === true,
  };
}

function speaksOfSame({ check }: Rule, planned: readonly Rule[]): boolean {
  if (check.kind !== 'kernelSetting') return false;
  return planned.some((rule) => rule.check.kind === 'kernelSetting' && rule.check.name === check.name);
}

/** Throws UNKNOWN_PROFILE where no planned pack has the profile. */
function refuseIdleProfile({ profile }: RuleArguments, planned: readonly Rule[], all: readonly Rule[]): void {
  const packs = new Set(planned.map(({ pack }) => pack));
  if (profile !== undefined)
    withProfile(
      all.filter(({ pack }) => packs.has(pack)),
      profile,
    );
}

/** A flag that changes nothing is a mistake about what the plan does. */
function refuseIdleFlags(args: PlanArguments, planned: readonly Rule[]): void {
  const opening = [
    args.vchNetwork === undefined ? '' : '--vch-network',
    args.allowBroadRuleset === true ? '--allow-broad-ruleset' : '',
  ].filter((flag) => flag !== '');
  const firewall = args.deny === true ? ['--deny', ...opening] : opening;
  const kinds = new Set(planned.map(({ check }) => check.kind));
  if (args.deny === true && opening.length > 0) {
    throw misuse(
      `--deny closes and ${opening.join(' and ')} ${opening.length > 1 ? 'open' : 'opens'}: give one of them.`,
    );
  }
  if (firewall.length > 0 && !kinds.has('firewallAllows')) {
    throw misuse(`${firewall.join(' and ')} says nothing to the rules of this plan.`, [
      'Name a rule about the firewall: --pack vic',
    ]);
  }
  if (args.pin === true && !kinds.has('kernelSetting')) {
    throw misuse('--pin says nothing to the rules of this plan.', ['Name a rule about a kernel setting: --pack hpe']);
  }
}
