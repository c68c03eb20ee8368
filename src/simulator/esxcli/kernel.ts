import type { KernelValues } from '../estate/estate.ts';
import {
  argument,
  type Command,
  CommandError,
  type CommandInput,
  type CommandResult,
  DONE,
  flag,
  type Row,
} from './command.ts';

/** `esxcli system settings kernel …` (docs/internals/wire.md 3.4). */
export const KERNEL_COMMANDS: readonly Command[] = [
  {
    name: 'system.settings.kernel.list',
    help: 'List VMkernel settings.',
    formatter: 'table:Name,Type,Configured,Runtime,Default,Description',
    parameters: [
      { name: 'delta', type: 'boolean', help: 'Only settings that differ from their default.' },
      { name: 'option', type: 'string', help: 'Only the setting of this name.' },
    ],
    run: list,
  },
  {
    name: 'system.settings.kernel.set',
    help: 'Set a VMkernel setting.',
    formatter: 'simple',
    writes: true,
    parameters: [
      { name: 'setting', type: 'string', required: true, help: 'Name of the setting.' },
      { name: 'value', type: 'string', required: true, help: 'Its new value.' },
    ],
    run: set,
  },
];

function list(input: CommandInput): CommandResult {
  const { kernel } = input.host;
  const option = argument(input, 'option');
  const isUnknown = option !== undefined && !kernel.has(option);
  if (isUnknown && input.host.spec.unknownKernelSetting === 'fault') throw new CommandError('Unable to find option');
  const rows = [...kernel]
    .filter(([name]) => option === undefined || name === option)
    .filter(([, values]) => flag(input, 'delta') !== true || values.configured !== values.default)
    .map(([name, values]) => row(name, values));
  return { shape: 'list', struct: 'SettingsKernel', rows };
}

function row(name: string, values: KernelValues): Row {
  return {
    Name: name,
    Type: values.type,
    Configured: values.configured,
    Runtime: values.runtime,
    Default: values.default,
    Description: values.description,
  };
}

/** Changes Configured alone; Runtime follows at the next boot. */
function set(input: CommandInput): CommandResult {
  const name = argument(input, 'setting') ?? '';
  const value = argument(input, 'value') ?? '';
  const values = input.host.kernel.get(name);
  if (values === undefined) throw new CommandError(`Invalid setting: ${name}`);
  if (values.type === 'Bool' && !/^(true|false|1|0)$/i.test(value)) {
    throw new CommandError(`Invalid value for setting ${name}: ${value}`);
  }
  const configured = values.type === 'Bool' ? (/^(true|1)$/i.test(value) ? 'TRUE' : 'FALSE') : value;
  input.host.kernel = new Map(input.host.kernel).set(name, { ...values, configured });
  input.world.changed();
  return DONE;
}
