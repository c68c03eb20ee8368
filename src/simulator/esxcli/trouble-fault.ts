import { typedFaultOf, type EsxcliFaultTrouble } from '../estate/esxcli-trouble.ts';
import { hostNotConnected, invalidArgument, noPermission, notAuthenticated, VimFault } from '../wire/fault.ts';
import { string, type Fields } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import { privilegeOf } from './privileges.ts';

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
