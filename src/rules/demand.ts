import { hostFact } from '../evaluate/fact-names.ts';
import { leavesOf } from '../model/leaves.ts';
import { esxcliKey, type FactDemand } from '../model/facts.ts';
import type { Rule, SingleCheck } from '../model/rule.ts';

/** What the rules need to know of each host, and nothing else. Identity and state are always read. */
export function demandOf(rules: readonly Rule[]): FactDemand {
  const checks = rules.flatMap((rule) => leavesOf(rule.check));
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

type Of<Kind extends SingleCheck['kind']> = Extract<SingleCheck, { readonly kind: Kind }>;

function of<Kind extends SingleCheck['kind']>(checks: readonly SingleCheck[], kind: Kind): readonly Of<Kind>[] {
  return checks.filter((check): check is Of<Kind> => check.kind === kind);
}
