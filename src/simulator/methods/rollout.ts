import { childrenOf } from '../wire/element.ts';
import { localizedFault, objectNotFound, VimFault } from '../wire/fault.ts';
import { data, string, type Value } from '../wire/value.ts';
import { hostOf, returned, type Call, type Method } from './method.ts';

/** What is asked and told around the work on a host (protocol.md 6.1b). */
export const ROLLOUT: readonly Method[] = [
  {
    name: 'ClusterEnterMaintenanceMode',
    on: 'ClusterComputeResource',
    parameters: ['host', 'option', 'info'],
    answer: clusterEnterMaintenanceMode,
  },
  { name: 'LogUserEvent', on: 'EventManager', parameters: ['entity', 'msg'], writes: true, answer: () => '' },
  {
    name: 'BackupFirmwareConfiguration',
    on: 'HostFirmwareSystem',
    parameters: [],
    proxied: true,
    answer: (call) => returned(string(`https://*/downloads/configBundle-${hostOf(call).spec.name}.tgz`), call),
  },
];

/** Asks DRS and moves nothing: a fault names why a host cannot be emptied. */
function clusterEnterMaintenanceMode(call: Call): string {
  const hosts = childrenOf(call.request, 'host').map(({ text }) => call.world.inventory.hosts.get(text.trim()));
  if (hosts.includes(undefined)) throw objectNotFound({ type: 'HostSystem', id: 'unknown' });
  const stuck = hosts.some((host) => host?.spec.evacuates === false);
  return returned(data('ClusterEnterMaintenanceResult', { fault: stuck ? insufficient() : undefined }), call);
}

function insufficient(): Value {
  return localizedFault(
    new VimFault('InsufficientResourcesFault', 'The virtual machines cannot be moved to another host.'),
  );
}
