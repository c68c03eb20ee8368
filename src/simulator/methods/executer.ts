import { executeCommand } from '../esxcli/execute.ts';
import { VimFault } from '../wire/fault.ts';
import { partReference, type HostPart } from '../world/host.ts';
import { hostOf, returnedReference, type Call, type Method } from './method.ts';

/** The way to esxcli: internal methods that PowerCLI and govc use (protocol.md 3). */
export const EXECUTER: readonly Method[] = [
  {
    name: 'RetrieveManagedMethodExecuter',
    on: 'HostSystem',
    privilege: 'Host.Config.Settings',
    parameters: [],
    proxied: true,
    answer: (call) => part(call, 'ReflectManagedMethodExecuter'),
  },
  {
    name: 'RetrieveDynamicTypeManager',
    on: 'HostSystem',
    parameters: [],
    proxied: true,
    answer: (call) => part(call, 'InternalDynamicTypeManager'),
  },
  {
    name: 'ExecuteSoap',
    on: 'ReflectManagedMethodExecuter',
    parameters: ['moid', 'version', 'method', 'argument'],
    proxied: true,
    answer: executeCommand,
  },
];

function part(call: Call, wanted: HostPart): string {
  const host = hostOf(call);
  const { esxcli } = host.trouble;
  if (esxcli === 'methodNotFound') {
    throw new VimFault('MethodNotFound', `no vmomi type defined for '${call.request.name}'`);
  }
  return esxcli === 'noExecuter' ? '' : returnedReference(partReference(host, wanted), call);
}
