import { ALARM_NAMES, type DevicesSpec } from '../estate/estate.ts';
import { vmkOf } from '../properties/host-devices.ts';
import type { SessionTable } from '../server/session.ts';
import type { SimulatedHost } from './host.ts';
import type { World } from './world.ts';

/** How much longer a host that returns late takes. */
const LATE = 10;
const DAY = 86_400_000;

interface Surroundings {
  readonly world: World;
  readonly sessions: SessionTable;
}

/**
 * What follows an accepted reboot (docs/internals/wire.md 6.3): not responding, then connected with a newer boot time.
 *
 * A lone ESXi host takes its own server, and every session, with it.
 */
export function reboot(host: SimulatedHost, { world, sessions }: Surroundings): void {
  const { shutdown, boot } = world.estate.durations;
  world.tasks.later(shutdown, () => {
    host.connection = 'notResponding';
    if (world.estate.kind === 'esxi') {
      world.away = true;
      sessions.clear();
    }
    world.changed();
    const comes = host.trouble.reboot?.comes ?? host.spec.reboot;
    if (comes === 'never') return;
    world.tasks.later(comes === 'late' ? boot * LATE : boot, () => {
      void comeBack(host, world);
    });
  });
}

/** Boots with what was configured, and with whatever trouble is asked for. */
async function comeBack(host: SimulatedHost, world: World): Promise<void> {
  const trouble = host.trouble.reboot ?? {};
  host.connection = 'connected';
  host.upSince = world.now();
  if (trouble.clockBack === true) host.bootTime -= DAY;
  else if (trouble.staleBootTime !== true) host.bootTime = host.upSince;
  if (trouble.keepsRuntime !== true) {
    host.kernel = new Map([...host.kernel].map(([name, values]) => [name, { ...values, runtime: values.configured }]));
  }
  host.devices = afterLoss(host);
  if (trouble.loses?.includes('ha') === true) host.ha = 'initializationError';
  host.esxcliDead = trouble.esxcliDead === true;
  if (trouble.otherCertificate === true) await showOtherCertificate(host, world);
  world.away = false;
  world.changed();
}

/** vCenter does not talk to a host whose certificate it does not know (docs/internals/wire.md 6.3). */
async function showOtherCertificate(host: SimulatedHost, world: World): Promise<void> {
  host.certificate += 1;
  if (world.estate.kind === 'esxi') await world.replaceCertificate();
  else host.connection = 'disconnected';
}

function afterLoss(host: SimulatedHost): DevicesSpec {
  const { loses = [], redAlarm } = host.trouble.reboot ?? {};
  const { devices } = host;
  const without = <T>(what: (typeof loses)[number], list: readonly T[]): readonly T[] =>
    loses.includes(what) ? list.slice(0, -1) : list;
  return {
    datastores: without('datastore', devices.datastores),
    paths: loses.includes('path') ? devices.paths - 1 : devices.paths,
    uplinks: without('uplink', devices.uplinks),
    vmk: loses.includes('vmk') ? Object.fromEntries(without('vmk', Object.entries(vmkOf(host)))) : devices.vmk,
    redAlarms: redAlarm === true ? [ALARM_NAMES[0]] : devices.redAlarms,
  };
}

/** Objects that vSAN brings up to date after a host was away. */
const STALE_OBJECTS = 3;

/** After maintenance mode HA elects, and vSAN brings its objects up to date: both take a while. */
export function settleIn(host: SimulatedHost, world: World): void {
  const { cluster } = host;
  if (host.ha !== 'initializationError') {
    host.ha = 'election';
    world.tasks.later(world.estate.durations.ha, () => {
      if (host.ha === 'election') host.ha = 'connected';
      world.changed();
    });
  }
  if (cluster.config.vsan === null) return;
  cluster.resyncing += STALE_OBJECTS;
  world.tasks.later(world.estate.durations.resync, () => {
    cluster.resyncing -= STALE_OBJECTS;
    world.changed();
  });
}
