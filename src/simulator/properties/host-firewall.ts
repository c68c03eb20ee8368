import type { FirewallSpec, PortRule, RulesetSpec } from '../estate/firewall-spec.ts';
import type { HostTrouble } from '../estate/estate.ts';
import {
  arrayOf,
  boolean,
  data,
  integer,
  keptData,
  member,
  optionalString,
  since,
  string,
  strings,
  type Value,
} from '../wire/value.ts';

const systemOwned = new WeakMap<FirewallSpec, FirewallSpec>();

/** The firewall as the host shows it now; null when it shows none. */
export function shownFirewall({
  firewall,
  trouble,
}: {
  readonly firewall: FirewallSpec | null;
  readonly trouble: HostTrouble;
}): FirewallSpec | null {
  if (firewall === null || trouble.systemRulesets !== true) return firewall;
  const known = systemOwned.get(firewall);
  if (known !== undefined) return known;
  const owned = { userControllable: false, ipListUserConfigurable: false };
  const shown = { ...firewall, rulesets: firewall.rulesets.map((each) => ({ ...each, ...owned })) };
  systemOwned.set(firewall, shown);
  return shown;
}

const kept = new WeakMap<FirewallSpec, Value>();

/** HostFirewallInfo (docs/internals/wire.md 5.1); written once for all the hosts that share the configuration. */
export function firewallInfo(firewall: FirewallSpec): Value {
  const known = kept.get(firewall);
  if (known !== undefined) return known;
  const value = keptData('HostFirewallInfo', {
    defaultPolicy: data('HostFirewallDefaultPolicy', {
      incomingBlocked: boolean(firewall.incomingBlocked),
      outgoingBlocked: boolean(firewall.outgoingBlocked),
    }),
    ruleset: arrayOf('HostFirewallRuleset', firewall.rulesets.map(ruleset)),
  });
  kept.set(firewall, value);
  return value;
}

function ruleset(spec: RulesetSpec): Value {
  return data('HostFirewallRuleset', {
    key: string(spec.key),
    label: string(spec.label),
    required: boolean(spec.required),
    rule: arrayOf('HostFirewallRule', spec.rules.map(rule)),
    service: optionalString(spec.service),
    enabled: boolean(spec.enabled),
    allowedHosts: since('5.0', allowedHosts(spec)),
    userControllable: since('8.0.2.0', boolean(spec.userControllable)),
    ipListUserConfigurable: since('8.0.2.0', boolean(spec.ipListUserConfigurable)),
  });
}

function rule(spec: PortRule): Value {
  return data('HostFirewallRule', {
    port: integer(spec.port),
    endPort: spec.endPort === null ? undefined : integer(spec.endPort),
    direction: member('HostFirewallRuleDirection', spec.direction),
    portType: spec.portType === null ? undefined : since('5.0', member('HostFirewallRulePortType', spec.portType)),
    protocol: string(spec.protocol),
  });
}

function allowedHosts({ allowed }: RulesetSpec): Value {
  return data('HostFirewallRulesetIpList', {
    ipAddress: strings(allowed.addresses),
    ipNetwork: arrayOf(
      'HostFirewallRulesetIpNetwork',
      allowed.networks.map(({ network, prefixLength }) =>
        data('HostFirewallRulesetIpNetwork', { network: string(network), prefixLength: integer(prefixLength) }),
      ),
    ),
    allIp: boolean(allowed.all),
  });
}
