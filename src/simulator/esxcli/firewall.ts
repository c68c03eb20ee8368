import type { FirewallSpec, PortRule, RulesetSpec } from '../estate/firewall-spec.ts';
import {
  argument,
  type Command,
  CommandError,
  type CommandInput,
  type CommandResult,
  DONE,
  flag,
  type Parameter,
} from './command.ts';

export const RULESET: Parameter = { name: 'rulesetid', type: 'string', help: 'Only the ruleset of this id.' };

/** `esxcli network firewall …` (docs/internals/wire.md 3.4). */
export const FIREWALL_COMMANDS: readonly Command[] = [
  {
    name: 'network.firewall.get',
    help: 'Show whether the firewall is on.',
    formatter: 'simple',
    parameters: [],
    run: get,
  },
  {
    name: 'network.firewall.set',
    help: 'Switch the firewall on or off.',
    formatter: 'simple',
    writes: true,
    parameters: [
      { name: 'defaultaction', type: 'boolean', help: 'True lets pass what no ruleset names.' },
      { name: 'enabled', type: 'boolean', help: 'Whether the firewall is on.' },
    ],
    run: set,
  },
  {
    name: 'network.firewall.refresh',
    help: 'Load the rulesets again.',
    formatter: 'simple',
    writes: true,
    parameters: [],
    run: () => DONE,
  },
  {
    name: 'network.firewall.ruleset.list',
    help: 'List rulesets.',
    formatter: 'table:Name,Enabled',
    parameters: [RULESET],
    run: listRulesets,
  },
  {
    name: 'network.firewall.ruleset.set',
    help: 'Switch a ruleset on or off.',
    formatter: 'simple',
    writes: true,
    parameters: [
      { name: 'allowedall', type: 'boolean', help: 'Let every address through.' },
      { name: 'enabled', type: 'boolean', help: 'Whether the ruleset is on.' },
      { ...RULESET, required: true },
    ],
    run: setRuleset,
  },
  {
    name: 'network.firewall.ruleset.rule.list',
    help: 'List the rules of rulesets.',
    formatter: 'table:Ruleset,Direction,Protocol,PortType,PortBegin,PortEnd',
    parameters: [RULESET],
    run: listRules,
  },
];

function get(input: CommandInput): CommandResult {
  const firewall = firewallOf(input);
  return {
    shape: 'struct',
    struct: 'Firewall',
    row: {
      DefaultAction: firewall.outgoingBlocked ? 'DROP' : 'PASS',
      Enabled: String(firewall.enabled),
      Loaded: 'true',
    },
  };
}

function set(input: CommandInput): CommandResult {
  const firewall = firewallOf(input);
  const pass = flag(input, 'defaultaction');
  input.host.firewall = {
    ...firewall,
    enabled: flag(input, 'enabled') ?? firewall.enabled,
    incomingBlocked: pass === undefined ? firewall.incomingBlocked : !pass,
    outgoingBlocked: pass === undefined ? firewall.outgoingBlocked : !pass,
  };
  input.world.changed();
  return DONE;
}

function listRulesets(input: CommandInput): CommandResult {
  const rows = chosenRulesets(input).map(({ key, enabled }) => ({ Name: key, Enabled: String(enabled) }));
  return { shape: 'list', struct: 'Ruleset', rows };
}

function setRuleset(input: CommandInput): CommandResult {
  const [target] = chosenRulesets(input);
  const all = flag(input, 'allowedall');
  const changed = (ruleset: RulesetSpec): RulesetSpec => ({
    ...ruleset,
    enabled: flag(input, 'enabled') ?? ruleset.enabled,
    allowed: all === undefined ? ruleset.allowed : { ...ruleset.allowed, all },
  });
  return replaceRuleset(input, target, changed);
}

export function replaceRuleset(
  input: CommandInput,
  target: RulesetSpec | undefined,
  change: (ruleset: RulesetSpec) => RulesetSpec,
): CommandResult {
  const firewall = firewallOf(input);
  const rulesets = firewall.rulesets.map((ruleset) => (ruleset === target ? change(ruleset) : ruleset));
  input.host.firewall = { ...firewall, rulesets };
  input.world.changed();
  return DONE;
}

function listRules(input: CommandInput): CommandResult {
  const rows = chosenRulesets(input).flatMap(({ key, rules }) => rules.map((rule) => ruleRow(key, rule)));
  return { shape: 'list', struct: 'FirewallPortRule', rows };
}

/** Display words, unlike the enumerations of the SOAP API. */
function ruleRow(key: string, rule: PortRule): Record<string, string> {
  return {
    Ruleset: key,
    Direction: rule.direction === 'outbound' ? 'Outbound' : 'Inbound',
    Protocol: rule.protocol.toUpperCase(),
    PortType: rule.portType === 'src' ? 'Src' : 'Dst',
    PortBegin: String(rule.port),
    PortEnd: String(rule.endPort ?? rule.port),
  };
}

function firewallOf({ host }: CommandInput): FirewallSpec {
  if (host.firewall === null) throw new CommandError('Firewall configuration is not available');
  return host.firewall;
}

/** The ruleset that was named, or all. */
export function chosenRulesets(input: CommandInput): readonly RulesetSpec[] {
  const id = argument(input, 'rulesetid');
  const { rulesets } = firewallOf(input);
  if (id === undefined) return rulesets;
  const found = rulesets.filter(({ key }) => key === id);
  if (found.length === 0) throw new CommandError(`Invalid ruleset id ${id}`);
  return found;
}
