import { hostFact } from '../evaluate/fact-names.ts';
import { leavesOfRule } from '../model/leaves.ts';
import { esxcliKey, type FactDemand } from '../model/facts.ts';
import type { Rule, SingleCheck } from '../model/rule.ts';
import { inProfile } from './profile.ts';

/** What the rules need to know of each host, and nothing else. Identity and state are always read. */
export function demandOf(rules: readonly Rule[]): FactDemand {
  const checks = rules.flatMap(leavesOfRule);
  return {
    kernelSettings: new Set(of(checks, 'kernelSetting').map(({ name }) => name)),
    firewall: of(checks, 'firewallAllows').length + of(checks, 'firewallRuleset').length > 0,
    firewallEnabled: of(checks, 'firewallAllows').length > 0,
    advancedOptions: new Set(of(checks, 'advancedOption').map(({ key }) => key)),
    services: of(checks, 'service').length > 0,
    properties: new Set(of(checks, 'property').flatMap(({ name }) => (hostFact(name) === undefined ? name : []))),
    vibs: of(checks, 'vib').length > 0,
    kernelList: false,
    esxcli: new Map(of(checks, 'esxcli').map((query) => [esxcliKey(query), query])),
  };
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
    esxcli: [...demand.esxcli.keys()].map((key) => `esxcli ${key}`),
  };
  return Object.values(names).flat();
}

type Of<Kind extends SingleCheck['kind']> = Extract<SingleCheck, { readonly kind: Kind }>;

function of<Kind extends SingleCheck['kind']>(checks: readonly SingleCheck[], kind: Kind): readonly Of<Kind>[] {
  return checks.filter((check): check is Of<Kind> => check.kind === kind);
}
