import type { OptionValue } from '../estate/estate.ts';
import { optionValue } from '../properties/option-value.ts';
import { childOf, childrenOf, type Element, textOf } from '../wire/element.ts';
import { invalidArgument, VimFault } from '../wire/fault.ts';
import { renderTyped } from '../wire/render.ts';
import { string } from '../wire/value.ts';
import { advancedOptions, type SimulatedHost } from '../world/host.ts';
import type { Call, Method } from './method.ts';

const ON = 'OptionManager';

/** Advanced options of a host, and the few of vCenter itself (docs/internals/wire.md 4). */
export const OPTION_MANAGER: readonly Method[] = [
  { name: 'QueryOptions', on: ON, parameters: ['name'], proxied: true, answer: queryOptions },
  {
    name: 'UpdateOptions',
    on: ON,
    parameters: ['changedValue'],
    proxied: true,
    writes: true,
    privilege: 'Host.Config.AdvancedConfig',
    answer: updateOptions,
  },
];

function queryOptions(call: Call): string {
  const name = textOf(call.request, 'name');
  const found = [...optionsOf(call)].filter(
    ([key]) => name === null || key === name || (name.endsWith('.') && key.startsWith(name)),
  );
  if (found.length === 0) throw invalidName(name ?? '');
  return found.map(([key, option]) => renderTyped('returnval', optionValue(key, option), call.version)).join('');
}

function optionsOf({ self, world }: Call): ReadonlyMap<string, OptionValue> {
  if (self.host !== undefined) return advancedOptions(self.host);
  return new Map([['VirtualCenter.InstanceName', { type: 'string', text: world.estate.name }]]);
}

function invalidName(name: string): VimFault {
  return new VimFault('InvalidName', `The name '${name}' is invalid.`, { name: string(name) });
}

/** Each value must have the exact type of the one it replaces; nothing is written when one of them is refused. */
function updateOptions(call: Call): string {
  const { host } = call.self;
  const options = optionsOf(call);
  const changes = childrenOf(call.request, 'changedValue').map((change) => readChange(change, options));
  if (host === undefined) throw new VimFault('NotSupported', 'The operation is not supported on the object.');
  for (const [key, option] of changes) write(host, key, option);
  call.world.changed();
  return '';
}

function readChange(change: Element, options: ReadonlyMap<string, OptionValue>): [string, OptionValue] {
  const key = textOf(change, 'key') ?? '';
  const value = childOf(change, 'value');
  const current = options.get(key);
  if (current === undefined) throw invalidName(key);
  if (value?.xsiType !== current.type) throw invalidArgument(key);
  return [key, { type: current.type, text: value.text }];
}

const KERNEL = 'VMkernel.Boot.';

/** A boot option is stored as Configured and takes effect at the next boot. */
function write(host: SimulatedHost, key: string, option: OptionValue): void {
  const name = key.slice(KERNEL.length);
  const setting = key.startsWith(KERNEL) ? host.kernel.get(name) : undefined;
  if (setting === undefined) {
    host.options = new Map(host.options).set(key, option);
    return;
  }
  const configured = option.type === 'boolean' ? (/^(true|1)$/.test(option.text) ? 'TRUE' : 'FALSE') : option.text;
  host.kernel = new Map(host.kernel).set(name, { ...setting, configured });
}
