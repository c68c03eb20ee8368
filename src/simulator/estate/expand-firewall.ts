import type { FirewallSpec, RulesetSpec } from './firewall-spec.ts';
import { ALL_HOSTS, allowedList, portRules, rulesetsOf } from './rulesets.ts';
import type { HostTemplate } from './schema.ts';

const plainFirewalls = new Map<string, FirewallSpec>();

/** The firewall of a host: what its release ships, changed as the file says. Hosts without changes share one object. */
export function expandFirewall(version: string, file: HostTemplate['firewall']): FirewallSpec | null {
  if (file === null) return null;
  const plain = plainFirewalls.get(version) ?? {
    enabled: true,
    incomingBlocked: true,
    outgoingBlocked: true,
    rulesets: rulesetsOf(version),
  };
  plainFirewalls.set(version, plain);
  if (file === undefined) return plain;
  return {
    enabled: file.enabled ?? plain.enabled,
    incomingBlocked: file.incomingBlocked ?? plain.incomingBlocked,
    outgoingBlocked: file.outgoingBlocked ?? plain.outgoingBlocked,
    rulesets: rulesets(plain.rulesets, file.rulesets ?? {}),
  };
}

type RulesetFile = NonNullable<NonNullable<NonNullable<HostTemplate['firewall']>['rulesets']>[string]>;

function rulesets(
  shipped: readonly RulesetSpec[],
  file: Readonly<Record<string, RulesetFile | null>>,
): readonly RulesetSpec[] {
  const all = new Map(shipped.map((ruleset) => [ruleset.key, ruleset]));
  for (const [key, given] of Object.entries(file)) {
    if (given === null) all.delete(key);
    else all.set(key, ruleset(key, all.get(key), given));
  }
  return [...all.values()];
}

function ruleset(key: string, base: RulesetSpec | undefined, file: RulesetFile): RulesetSpec {
  return {
    key,
    label: file.label ?? base?.label ?? key,
    required: file.required ?? base?.required ?? false,
    enabled: file.enabled ?? base?.enabled ?? false,
    service: file.service ?? base?.service ?? null,
    userControllable: file.userControllable ?? base?.userControllable ?? true,
    ipListUserConfigurable: file.ipListUserConfigurable ?? base?.ipListUserConfigurable ?? true,
    rules: file.rules === undefined ? (base?.rules ?? []) : portRules(file.rules),
    allowed: file.allowed === undefined ? (base?.allowed ?? ALL_HOSTS) : allowedList(file.allowed),
  };
}
