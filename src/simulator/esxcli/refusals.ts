import { type EsxcliFaultTrouble, typedFaultOf } from '../estate/trouble.ts';
import { hostNotConnected, invalidArgument, noPermission, notAuthenticated, VimFault } from '../wire/fault.ts';
import { type Fields, string } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';

/** A host that answers for itself knows itself by this name, whatever vCenter calls it. */
const ITSELF = { type: 'HostSystem', id: 'ha-host' };

/** The fault that a host's trouble puts in place of an answer; null where it answers. The executer has no command. */
export function troubleFault(
  { trouble }: SimulatedHost,
  at: EsxcliFaultTrouble['at'],
  command: string | null,
): VimFault | null {
  const typed = typedFaultOf(trouble.esxcli);
  if (typed === null || typed.at !== at) return null;
  if (command !== null && typed.only?.every((prefix) => !isBelow(command, prefix)) === true) return null;
  return faultOf(typed, command);
}

function isBelow(command: string, prefix: string): boolean {
  return command === prefix || command.startsWith(`${prefix}.`);
}

function faultOf({ fault, privilege }: EsxcliFaultTrouble, command: string | null): VimFault {
  const wanted = privilege ?? (command === null ? 'Host.Config.Settings' : privilegeOf(command));
  if (fault === 'noPermission') return noPermission(ITSELF, wanted);
  return FAULTS[fault]();
}

const FAULTS: Readonly<Record<Exclude<EsxcliFaultTrouble['fault'], 'noPermission'>, () => VimFault>> = {
  notAuthenticated: () => notAuthenticated(ITSELF),
  hostNotConnected,
  invalidArgument: () => invalidArgument('method'),
  systemError: () =>
    plain('SystemError', 'A general system error occurred: simulated', { reason: string('simulated') }),
  hostConfigFault: () => plain('HostConfigFault', 'An error occurred during host configuration.'),
  restrictedVersion: () => plain('RestrictedVersion', 'The operation is not allowed by the current license.'),
  invalidRequest: () => plain('InvalidRequest', 'The request refers to an unexpected or unknown type.'),
  methodDisabled: () =>
    plain('MethodDisabled', 'The method is disabled by another solution.', { source: string('simulated') }),
};

function plain(type: string, text: string, fields: Fields = {}): VimFault {
  return new VimFault(type, text, fields);
}

/**
 * What hostd asks for a command, by the longest prefix of its words: for `list` and `get`, and for everything else.
 * Measured on ESXi 6.7.0; what vCenter asks on the way there is not known.
 */
const BY_PREFIX: Readonly<Record<string, readonly [reading: string, other: string]>> = {
  '': ['Global.Settings', 'Global.Settings'],
  esxcli: ['System.View', 'System.View'],
  system: ['System.Read', 'Host.Config.Settings'],
  'system.settings': ['System.Read', 'Host.Config.AdvancedConfig'],
  'system.coredump': ['System.Read', 'Host.Config.Storage'],
  'system.account': ['Global.Settings', 'Global.Settings'],
  'system.permission': ['Global.Settings', 'Global.Settings'],
  hardware: ['Host.Config.Settings', 'Host.Config.Settings'],
  network: ['System.Read', 'Host.Config.Network'],
  'storage.core': ['System.Read', 'Host.Config.Storage'],
  'storage.filesystem': ['System.Read', 'Host.Config.Storage'],
  'storage.nmp': ['System.Read', 'Host.Config.Storage'],
  'storage.vmfs': ['System.Read', 'Host.Config.Storage'],
  'storage.nfs': ['System.Read', 'Host.Config.Storage'],
  iscsi: ['System.Read', 'Host.Config.Storage'],
  fcoe: ['System.Read', 'Host.Config.Storage'],
  'vm.process.list': ['System.View', 'System.View'],
  'vm.process.kill': ['VirtualMachine.Interact.PowerOff', 'VirtualMachine.Interact.PowerOff'],
  license: ['Global.Licenses', 'Global.Licenses'],
};

/** The privilege that a command such as `software.vib.list` takes. */
export function privilegeOf(command: string): string {
  const words = command.split('.');
  const reads = /^(list|get)/.test(words.at(-1) ?? '');
  for (let length = words.length; length >= 0; length -= 1) {
    const found = BY_PREFIX[words.slice(0, length).join('.')];
    if (found !== undefined) return found[reads ? 0 : 1];
  }
  throw new Error(`no privilege stands for ${command}`);
}
