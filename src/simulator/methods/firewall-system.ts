import type { Allowed, RulesetSpec } from '../estate/firewall-spec.ts';
import type { ServiceSpec } from '../estate/estate.ts';
import { shownFirewall } from '../properties/host-firewall.ts';
import { booleanOf, childOf, childrenOf, type Element, integerOf, textOf, textsOf } from '../wire/element.ts';
import { invalidArgument, invalidState, notFound, VimFault } from '../wire/fault.ts';
import { isAtLeast } from '../wire/versions.ts';
import type { SimulatedHost } from '../world/host.ts';
import { type Call, hostOf, type Method } from './method.ts';

const ON = 'HostFirewallSystem';
const WRITE = { on: ON, proxied: true, writes: true, privilege: 'Host.Config.NetService' } as const;

/** Changes take effect at once, on this host alone (docs/internals/wire.md 5.3). */
export const FIREWALL_SYSTEM: readonly Method[] = [
  { ...WRITE, name: 'EnableRuleset', parameters: ['id'], answer: (call) => switchRuleset(call, true) },
  { ...WRITE, name: 'DisableRuleset', parameters: ['id'], answer: (call) => switchRuleset(call, false) },
  { ...WRITE, name: 'UpdateRuleset', parameters: ['id', 'spec'], answer: updateRuleset },
  { ...WRITE, name: 'RefreshFirewall', parameters: [], answer: () => '' },
];

function switchRuleset(call: Call, enabled: boolean): string {
  const ruleset = rulesetOf(call);
  if (hasSystemRulesets(hostOf(call)) && !ruleset.userControllable) throw ownedBySystem('Can not change the state of');
  if (!enabled && ruleset.required) throw ownedBySystem('Can not disable the required');
  replace(call, { ...ruleset, enabled });
  return '';
}

function updateRuleset(call: Call): string {
  const ruleset = rulesetOf(call);
  const list = childOf(childOf(call.request, 'spec'), 'allowedHosts');
  if (list === undefined) throw invalidArgument('spec.allowedHosts');
  if (hasSystemRulesets(hostOf(call)) && !ruleset.ipListUserConfigurable)
    throw ownedBySystem('Can not change allowed ip list');
  replace(call, { ...ruleset, allowed: allowedOf(list) });
  return '';
}

/** From 8.0.2 on rulesets may belong to a system service (docs/internals/domain.md 5). */
function hasSystemRulesets({ spec }: SimulatedHost): boolean {
  return isAtLeast(spec.version, '8.0.2');
}

function ownedBySystem(what: string): VimFault {
  return new VimFault(
    'HostConfigFault',
    `Invalid operation requested: ${what} this ruleset, it is owned by system service.`,
  );
}

function rulesetOf(call: Call): RulesetSpec {
  const id = textOf(call.request, 'id');
  const ruleset = shownFirewall(hostOf(call))?.rulesets.find(({ key }) => key === id);
  if (ruleset === undefined) throw notFound();
  return ruleset;
}

function replace(call: Call, changed: RulesetSpec): void {
  const host = hostOf(call);
  if (host.firewall === null) return;
  const rulesets = host.firewall.rulesets.map((each) => (each.key === changed.key ? changed : each));
  host.firewall = { ...host.firewall, rulesets };
  call.world.changed();
}

function allowedOf(list: Element): Allowed {
  return {
    all: booleanOf(list, 'allIp') ?? false,
    addresses: textsOf(list, 'ipAddress'),
    networks: childrenOf(list, 'ipNetwork').map((network) => ({
      network: textOf(network, 'network') ?? '',
      prefixLength: integerOf(network, 'prefixLength') ?? 0,
    })),
  };
}

const SERVICE_WRITE = {
  on: 'HostServiceSystem',
  proxied: true,
  writes: true,
  privilege: 'Host.Config.NetService',
} as const;

/** Services of a host (docs/internals/wire.md 5.3). */
export const SERVICE_SYSTEM: readonly Method[] = [
  { ...SERVICE_WRITE, name: 'StartService', parameters: ['id'], answer: (call) => run(call, true) },
  { ...SERVICE_WRITE, name: 'StopService', parameters: ['id'], answer: (call) => run(call, false) },
  { ...SERVICE_WRITE, name: 'RestartService', parameters: ['id'], answer: (call) => change(call, { running: true }) },
  { ...SERVICE_WRITE, name: 'RefreshServices', parameters: [], answer: () => '' },
  { ...SERVICE_WRITE, name: 'UpdateServicePolicy', parameters: ['id', 'policy'], answer: updatePolicy },
];

function run(call: Call, running: boolean): string {
  if (serviceOf(call).running === running) throw invalidState();
  return change(call, { running });
}

function updatePolicy(call: Call): string {
  const policy = textOf(call.request, 'policy');
  if (policy !== 'on' && policy !== 'off' && policy !== 'automatic') throw invalidArgument('policy');
  return change(call, { policy });
}

function serviceOf(call: Call): ServiceSpec {
  const id = textOf(call.request, 'id');
  const service = hostOf(call).services.find(({ key }) => key === id);
  if (service === undefined) throw notFound();
  return service;
}

function change(call: Call, changes: Partial<ServiceSpec>): string {
  const service = serviceOf(call);
  const host = hostOf(call);
  host.services = host.services.map((each) => (each === service ? { ...service, ...changes } : each));
  call.world.changed();
  return '';
}
