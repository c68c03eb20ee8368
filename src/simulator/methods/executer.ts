import { executeCommand } from '../esxcli/execute.ts';
import { troubleFault } from '../esxcli/trouble-fault.ts';
import { VimFault } from '../wire/fault.ts';
import { partReference, type HostPart } from '../world/host.ts';
import { hostOf, returnedReference, type Call, type Method } from './method.ts';
import { requireRight } from './rights.ts';

/** The way to esxcli: internal methods that PowerCLI and govc use (protocol.md 3). */
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
