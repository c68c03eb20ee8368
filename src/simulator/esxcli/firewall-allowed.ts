import type { Allowed } from '../estate/firewall-spec.ts';
import { allowedList } from '../estate/rulesets.ts';
import { argument, type Command, CommandError, type CommandInput, type CommandResult } from './command.ts';
import { chosenRulesets, replaceRuleset, RULESET } from './firewall.ts';

const ADDRESS = {
  name: 'ipaddress',
  type: 'string',
  required: true,
  help: 'An address, or a network in CIDR notation.',
} as const;
const NAMED = { ...RULESET, required: true };

/** `esxcli network firewall ruleset allowedip …` (docs/internals/wire.md 3.4). */
export const ALLOWED_COMMANDS: readonly Command[] = [
  {
    name: 'network.firewall.ruleset.allowedip.list',
    help: 'List allowed addresses.',
    formatter: 'table:Ruleset,AllowedIPAddresses',
    parameters: [RULESET],
    run: list,
  },
  {
    name: 'network.firewall.ruleset.allowedip.add',
    help: 'Allow an address.',
    formatter: 'simple',
    writes: true,
    parameters: [ADDRESS, NAMED],
    run: (input) => change(input, 'add'),
  },
  {
    name: 'network.firewall.ruleset.allowedip.remove',
    help: 'Take an allowed address away.',
    formatter: 'simple',
    writes: true,
    parameters: [ADDRESS, NAMED],
    run: (input) => change(input, 'remove'),
  },
];

function list(input: CommandInput): CommandResult {
  const rows = chosenRulesets(input).map(({ key, allowed }) => ({
    Ruleset: key,
    AllowedIPAddresses: allowed.all ? ['All'] : entriesOf(allowed),
  }));
  return { shape: 'list', struct: 'FirewallRulesetAllowedip', rows };
}

function entriesOf({ addresses, networks }: Allowed): readonly string[] {
  return [...addresses, ...networks.map(({ network, prefixLength }) => `${network}/${prefixLength}`)];
}

function change(input: CommandInput, action: 'add' | 'remove'): CommandResult {
  const [target] = chosenRulesets(input);
  const address = argument(input, 'ipaddress') ?? '';
  const entries = target === undefined ? [] : entriesOf(target.allowed);
  if (action === 'add' && entries.includes(address)) throw new CommandError('Ip address already exist.');
  if (action === 'remove' && !entries.includes(address)) throw new CommandError('Ip address does not exist.');
  const kept = action === 'add' ? [...entries, address] : entries.filter((entry) => entry !== address);
  return replaceRuleset(input, target, (ruleset) => ({
    ...ruleset,
    allowed: { ...allowedList(kept), all: ruleset.allowed.all },
  }));
}
