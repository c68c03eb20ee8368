import type { SimulatedHost } from './host.ts';
import type { World } from './world.ts';

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
