import { executeCommand } from '../esxcli/execute.ts';
import { troubleFault } from '../esxcli/refusals.ts';
import { VimFault } from '../wire/fault.ts';
import { renderMember } from '../wire/render.ts';
import { string } from '../wire/value.ts';
import { type HostPart, partReference } from '../world/host.ts';
import { type Call, hostOf, type Method, requireRight, returned, returnedReference } from './method.ts';

/** Who may do what on the host itself. */
export const ACCESS_MANAGER: readonly Method[] = [
  {
    name: 'QueryLockdownExceptions',
    on: 'HostAccessManager',
    parameters: [],
    proxied: true,
    privilege: 'Global.Settings',
    answer: (call) =>
      hostOf(call)
        .spec.protection.lockdownExceptions.map((user) => renderMember('returnval', string(user), call.version))
        .join(''),
  },
];

/** The way to esxcli: internal methods that PowerCLI and govc use (docs/internals/wire.md 3). */
export const EXECUTER: readonly Method[] = [
  {
    name: 'RetrieveManagedMethodExecuter',
    on: 'HostSystem',
    internal: true,
    parameters: [],
    proxied: true,
    answer: (call) => part(call, 'ReflectManagedMethodExecuter'),
  },
  {
    name: 'RetrieveDynamicTypeManager',
    on: 'HostSystem',
    internal: true,
    parameters: [],
    proxied: true,
    answer: (call) => part(call, 'InternalDynamicTypeManager'),
  },
  {
    name: 'ExecuteSoap',
    on: 'ReflectManagedMethodExecuter',
    internal: true,
    parameters: ['moid', 'version', 'method', 'argument'],
    proxied: true,
    answer: executeCommand,
  },
];

function part(call: Call, wanted: HostPart): string {
  const host = hostOf(call);
  const { esxcli } = host.trouble;
  requireRight(call, call.world.estate.esxcli.executerPrivilege, call.self);
  const refusal = troubleFault(host, 'executer', null);
  if (refusal !== null) throw refusal;
  if (esxcli === 'methodNotFound') {
    throw new VimFault('MethodNotFound', `no vmomi type defined for '${call.request.name}'`);
  }
  return esxcli === 'noExecuter' ? '' : returnedReference(partReference(host, wanted), call);
}

/** The API's words for what esxcli calls `PartnerSupported` and the like. */
const LEVELS: Readonly<Record<string, string>> = {
  VMwareCertified: 'vmware_certified',
  VMwareAccepted: 'vmware_accepted',
  PartnerSupported: 'partner',
  CommunitySupported: 'community',
};

/** Whose packages a host accepts. */
export const IMAGE_CONFIG_MANAGER: readonly Method[] = [
  {
    name: 'HostImageConfigGetAcceptance',
    on: 'HostImageConfigManager',
    parameters: [],
    proxied: true,
    privilege: 'System.Read',
    answer: (call) => returned(string(LEVELS[hostOf(call).spec.protection.acceptanceLevel] ?? 'partner'), call),
  },
];
