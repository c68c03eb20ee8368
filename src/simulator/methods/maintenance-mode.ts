import { randomUUID } from 'node:crypto';
import { childrenOf } from '../wire/element.ts';
import { localizedFault, objectNotFound, VimFault } from '../wire/fault.ts';
import { arrayOf, data, dateTime, integer, reference, string, typed, type Value } from '../wire/value.ts';
import type { SimulatedVm } from '../world/host.ts';
import { stuckVms } from '../world/objects.ts';
import { type Call, hostOf, type Method, returned } from './method.ts';

/** What is asked and told around the work on a host (docs/internals/wire.md 6.1b). */
export const ROLLOUT: readonly Method[] = [
  {
    name: 'ClusterEnterMaintenanceMode',
    on: 'ClusterComputeResource',
    parameters: ['host', 'option', 'info'],
    privilege: 'System.View',
    answer: clusterEnterMaintenanceMode,
  },
  {
    name: 'LogUserEvent',
    on: 'EventManager',
    parameters: ['entity', 'msg'],
    writes: true,
    privilege: 'Global.LogEvent',
    answer: () => '',
  },
  {
    name: 'BackupFirmwareConfiguration',
    on: 'HostFirmwareSystem',
    parameters: [],
    proxied: true,
    privilege: 'Host.Config.Firmware',
    answer: backupFirmwareConfiguration,
  },
];

/** Leaves the bundle on the host and tells where, with `*` in place of the host's name (docs/internals/wire.md 6.1b). */
function backupFirmwareConfiguration(call: Call): string {
  const host = hostOf(call);
  host.bundlePath = `/downloads/${randomUUID()}/configBundle-${host.spec.name}.tgz`;
  const port = host.listener === null ? '' : `:${host.listener.port}`;
  return returned(string(`http://*${port}${host.bundlePath}`), call);
}

/** Asks DRS and moves nothing: a fault names why a host cannot be emptied. */
function clusterEnterMaintenanceMode(call: Call): string {
  const hosts = childrenOf(call.request, 'host').map(({ text }) => call.world.inventory.hosts.get(text.trim()));
  if (hosts.includes(undefined)) throw objectNotFound({ type: 'HostSystem', id: 'unknown' });
  const known = hosts.filter((host) => host !== undefined);
  const refused = known.some(
    (host) => !host.spec.evacuates || host.trouble.drs === 'refuses' || stuckVms(host).length > 0,
  );
  const leaving = refused ? [] : known.flatMap(({ vms }) => vms.filter(({ poweredOn }) => poweredOn));
  const result = data('ClusterEnterMaintenanceResult', {
    recommendations: arrayOf(
      'ClusterRecommendation',
      leaving.map((vm, i) => recommendation(vm, i, call)),
    ),
    fault: refused ? insufficient() : undefined,
  });
  return returned(result, call);
}

function recommendation({ id, host }: SimulatedVm, index: number, { world }: Call): Value {
  return data('ClusterRecommendation', {
    key: string(String(index + 1)),
    type: string('V1'),
    time: dateTime(world.now()),
    rating: integer(5),
    reason: string('hostMaint'),
    reasonText: string('Host is entering maintenance mode'),
    action: typed(
      data('ClusterMigrationAction', {
        type: string('MigrationV1'),
        target: reference({ type: 'VirtualMachine', id }),
      }),
    ),
    target: reference(host.parent),
  });
}

function insufficient(): Value {
  return localizedFault(
    new VimFault('InsufficientResourcesFault', 'The virtual machines cannot be moved to another host.'),
  );
}
