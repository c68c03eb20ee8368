import type { FactDemand } from '../model/facts.ts';
import type { Rule } from '../model/rule.ts';

/** What the rules need to know of each host, and nothing else. Identity and state are always read. */
export function demandOf(rules: readonly Rule[]): FactDemand {
  const checks = rules.map((rule) => rule.check);
  const firewall = checks.some((check) => check.kind === 'firewallAllows');
  return {
    kernelSettings: new Set(checks.flatMap((check) => (check.kind === 'kernelSetting' ? [check.name] : []))),
    firewall,
    firewallEnabled: firewall,
  };
}
