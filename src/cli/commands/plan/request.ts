import { resourceKey } from '../../../checks/index.ts';
import { everyVariant } from '../../../evaluate/rule-for.ts';
import { withFrameworks } from '../../../frameworks/framework-rules.ts';
import type { AllowedHosts } from '../../../model/firewall.ts';
import { familiesOf, type Framework } from '../../../model/framework.ts';
import { leavesOf } from '../../../model/leaves.ts';
import type { Rule } from '../../../model/rule.ts';
import { askedByName, PLANNED_PACKS, selectRules, withProfile } from '../../../rules/select.ts';
import type { RuleArguments } from '../../common-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { chooseFrameworks } from '../../shared/choose-frameworks.ts';
import {
  allowedFrom,
  type Configured,
  knownRules,
  namesRules,
  parametersFrom,
  profiled,
} from '../../shared/select-rules.ts';
import type { PlanArguments } from './options.ts';

/** What the flags of `plan` ask for. */
export interface PlanRequest {
  /** Rules that steps are made for. */
  readonly planned: readonly Rule[];
  /** Those, and all others that speak of the same things and may speak against a step. */
  readonly judged: readonly Rule[];
  readonly allowed: AllowedHosts | null;
  readonly parameters: ReadonlyMap<string, string>;
  /** The profile whose expectations the rules have; null: their own. */
  readonly profile: string | null;
  /** The frameworks whose values the rules have; none where none was named. */
  readonly frameworks: readonly Framework[];
  readonly pin: boolean;
  /** Reboots alone. */
  readonly rebootPending: boolean;
  readonly deny: boolean;
  readonly allowBroadRuleset: boolean;
}

/** Throws USAGE for flags that contradict each other or have nothing to act on, and what loading and selecting rules throws. */
export async function planRequest(args: RuleArguments & PlanArguments, configured: Configured): Promise<PlanRequest> {
  const { vchNetwork, vchAddress } = args;
  const given = parametersFrom(args, configured);
  const allowed = vchNetwork === undefined ? null : allowedFrom(vchNetwork, vchAddress);
  const framework = await chooseFrameworks(args, configured, { byConfig: false });
  refuseTwoFamilies(framework.frameworks);
  const packs = namesRules(args) ? (args.pack ?? []) : PLANNED_PACKS;
  const known = await knownRules(args, configured, { packs: !namesRules(args), enabled: true, usual: null });
  const named = { packs: args.pack ?? [], ids: args.rule ?? [] };
  const own = profiled(known, args.profile);
  const all = askedByName(withFrameworks(own, framework.rules, { only: true }), named);
  if (!namesRules(args) && !framework.alone) requireDefaults(all);
  // A framework that is named alone is what is planned; beside packs and rules it says by which values.
  const planned = framework.alone
    ? all.filter(({ frameworks }) => frameworks !== undefined)
    : selectRules(all, { packs, ids: args.rule ?? [] });
  refuseIdleFlags(args, planned);
  if (!framework.alone) refuseIdleProfile(args, planned, own);
  const parameters = new Map(given);
  // A list is right when it holds what it would be limited to.
  if (vchNetwork !== undefined && !parameters.has('vch-address')) parameters.set('vch-address', vchNetwork.trim());
  return {
    planned,
    judged: all.filter((rule) => planned.includes(rule) || speaksOfSame(rule, planned)),
    allowed,
    parameters,
    profile: args.profile ?? null,
    frameworks: framework.frameworks,
    pin: args.pin === true,
    rebootPending: args.rebootPending === true,
    deny: args.deny === true,
    allowBroadRuleset: args.allowBroadRuleset === true,
  };
}

/** A config may choose none of what is planned unasked. */
function requireDefaults(rules: readonly Rule[]): void {
  if (rules.some(({ pack }) => PLANNED_PACKS.includes(pack))) return;
  throw usageError(
    `The config chooses no rule of ${PLANNED_PACKS.join(', ')}, and others are planned only when named.`,
    ['Name what to plan: --pack PACK or --rule RULE'],
  );
}

function speaksOfSame(one: Rule, planned: readonly Rule[]): boolean {
  const things = thingsIn(one);
  return planned.some((rule) => thingsIn(rule).some((thing) => things.includes(thing)));
}

function thingsIn(rule: Rule): readonly string[] {
  return everyVariant(rule)
    .flatMap(({ check }) => leavesOf(check))
    .map(resourceKey)
    .filter((thing) => thing !== null);
}

/** Two guides may want two values of one setting, and a plan sets one. */
function refuseTwoFamilies(frameworks: readonly Framework[]): void {
  const families = familiesOf(frameworks);
  if (families.length < 2) return;
  const names = frameworks.map(({ name }) => name).join(', ');
  throw usageError(`A plan sets one value of each setting, and ${names} want different ones: name those of one kind.`, [
    `One of: ${families.map((family) => `--framework ${family}`).join(', ')}`,
  ]);
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
function refuseIdleFlags(args: RuleArguments & PlanArguments, planned: readonly Rule[]): void {
  const opening = [
    args.vchNetwork === undefined ? '' : '--vch-network',
    args.allowBroadRuleset === true ? '--allow-broad-ruleset' : '',
  ].filter((flag) => flag !== '');
  const firewall = args.deny === true ? ['--deny', ...opening] : opening;
  const kinds = new Set(planned.map(({ check }) => check.kind));
  if (args.deny === true && opening.length > 0) {
    throw usageError(
      `--deny closes and ${opening.join(' and ')} ${opening.length > 1 ? 'open' : 'opens'}: give one of them.`,
    );
  }
  if (firewall.length > 0 && !kinds.has('firewallAllows')) {
    throw usageError(`${firewall.join(' and ')} says nothing to the rules of this plan.`, [
      'Name a rule about the firewall: --pack vic',
    ]);
  }
  const pending = args.rebootPending === true;
  const writing = [...firewall, ...(args.pin === true ? ['--pin'] : [])];
  if (pending && writing.length > 0) {
    throw usageError(
      `--reboot-pending plans reboots alone, and ${writing.join(' and ')} would write: give one of them.`,
    );
  }
  if ((args.pin === true || pending) && !kinds.has('kernelSetting')) {
    throw usageError(`${pending ? '--reboot-pending' : '--pin'} says nothing to the rules of this plan.`, [
      'Name a rule about a kernel setting: --pack hpe',
    ]);
  }
}
