import { kindOf } from '../checks/index.ts';
import { type FactDemand, NO_DEMAND } from '../model/facts.ts';
import { leavesOfRule } from '../model/leaves.ts';
import type { Rule } from '../model/rule.ts';
import { inProfile } from './select.ts';

/** What the rules need to know of each host, and nothing else. Identity and state are always read. */
export function demandOf(rules: readonly Rule[]): FactDemand {
  const demands = rules.flatMap(leavesOfRule).map((check) => kindOf(check).demand(check));
  return demands.reduce<FactDemand>(joinedDemand, NO_DEMAND);
}

/** What is asked for by either. */
export function joinedDemand(one: FactDemand, other: Partial<FactDemand>): FactDemand {
  return {
    kernelSettings: union(one.kernelSettings, other.kernelSettings),
    firewall: one.firewall || other.firewall === true,
    firewallEnabled: one.firewallEnabled || other.firewallEnabled === true,
    advancedOptions: union(one.advancedOptions, other.advancedOptions),
    services: one.services || other.services === true,
    properties: union(one.properties, other.properties),
    vibs: one.vibs || other.vibs === true,
    kernelList: one.kernelList || other.kernelList === true,
    optionList: one.optionList || other.optionList === true,
    esxcli: other.esxcli === undefined ? one.esxcli : new Map([...one.esxcli, ...other.esxcli]),
  };
}

function union(one: ReadonlySet<string>, other: ReadonlySet<string> | undefined): ReadonlySet<string> {
  return other === undefined ? one : new Set([...one, ...other]);
}

/** The same, so that they can be judged by each of their profiles, too. */
export function demandOfProfiles(rules: readonly Rule[]): FactDemand {
  return demandOf(rules.flatMap((rule) => [rule, ...Object.keys(rule.profiles).map((name) => inProfile(rule, name))]));
}

/** Names of the demanded facts, as `rules facts` lists them. */
export function namesOf(demand: FactDemand): readonly string[] {
  const names: Readonly<Record<keyof FactDemand, readonly string[]>> = {
    kernelSettings: [...demand.kernelSettings].map((name) => `kernel.${name}`),
    firewall: demand.firewall ? ['firewall'] : [],
    firewallEnabled: demand.firewallEnabled ? ['firewall.enabled'] : [],
    advancedOptions: [...demand.advancedOptions].map((key) => `option.${key}`),
    services: demand.services ? ['services'] : [],
    properties: [...demand.properties],
    vibs: demand.vibs ? ['vibs'] : [],
    kernelList: demand.kernelList ? ['kernel.*'] : [],
    optionList: demand.optionList ? ['option.*'] : [],
    esxcli: [...demand.esxcli.keys()].map((key) => `esxcli ${key}`),
  };
  return Object.values(names).flat();
}
