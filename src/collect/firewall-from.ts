import type { AllowedHosts, Firewall, FirewallRule, Ruleset } from '../model/firewall.ts';
import type { Problem } from '../model/problem.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { booleanOf, child, childrenNamed, integerOf, textOf, type VimElement } from '../vim/element.ts';
import { sharingRulesets } from './firewall-sharing.ts';

/** The part of the firewall that properties tell; whether it is on, only esxcli does (protocol.md 5.2). */
export type FirewallConfig = Omit<Firewall, 'enabled'>;

const MALFORMED: Problem = {
  code: 'unexpected-answer',
  detail: 'the firewall configuration came without members that it must have',
};

/**
 * Reads HostFirewallInfo (protocol.md 5.1) for many hosts of one release. Rulesets that are alike become one object,
 * so that memory grows with what differs and not with hosts times rulesets.
 */
export function firewallReader(): (info: VimElement) => Reading<FirewallConfig> {
  const sharedRuleset = sharingRulesets(rulesetFrom);
  return (info) => {
    const policy = child(info, 'defaultPolicy');
    const rulesets = childrenNamed(info, 'ruleset').map(sharedRuleset);
    if (rulesets.includes(null)) return unread(MALFORMED);
    return read({
      incomingBlocked: policy === null ? null : booleanOf(policy, 'incomingBlocked'),
      outgoingBlocked: policy === null ? null : booleanOf(policy, 'outgoingBlocked'),
      rulesets: rulesets.filter((ruleset) => ruleset !== null),
    });
  };
}

/** Null when a required member is missing: a ruleset that is half understood must not be judged. */
function rulesetFrom(element: VimElement): Ruleset | null {
  const key = textOf(element, 'key');
  const enabled = booleanOf(element, 'enabled');
  const required = booleanOf(element, 'required');
  const rules = childrenNamed(element, 'rule').map(ruleFrom);
  const allowed = child(element, 'allowedHosts');
  const isAllowedTold = allowed === null || booleanOf(allowed, 'allIp') !== null;
  if (key === null || enabled === null || required === null || rules.includes(null) || !isAllowedTold) return null;
  return {
    key,
    label: textOf(element, 'label') ?? key,
    enabled,
    required,
    rules: rules.filter((rule) => rule !== null),
    allowed: allowed === null ? null : allowedFrom(allowed),
    userControllable: booleanOf(element, 'userControllable'),
    ipListConfigurable: booleanOf(element, 'ipListUserConfigurable'),
  };
}

function ruleFrom(element: VimElement): FirewallRule | null {
  const port = integerOf(element, 'port');
  const direction = textOf(element, 'direction');
  const protocol = textOf(element, 'protocol');
  if (port === null || direction === null || protocol === null) return null;
  return {
    direction,
    protocol,
    portType: textOf(element, 'portType'),
    port,
    endPort: integerOf(element, 'endPort'),
  };
}

function allowedFrom(element: VimElement): AllowedHosts {
  return {
    all: booleanOf(element, 'allIp') ?? false,
    addresses: childrenNamed(element, 'ipAddress').map(({ text }) => text),
    networks: childrenNamed(element, 'ipNetwork').map(
      (network) => `${textOf(network, 'network') ?? ''}/${textOf(network, 'prefixLength') ?? ''}`,
    ),
  };
}
