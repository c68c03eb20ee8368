import type { SessionTable } from '../server/session.ts';
import type { SimulatedHost } from './host.ts';
import type { World } from './world.ts';

/** How much longer a host that returns late takes. */
const LATE = 10;

/**
 * What follows an accepted reboot (protocol.md 6.3): not responding, then connected with a newer boot time.
 *
 * A lone ESXi host takes its own server, and every session, with it.
 */
export function reboot(
  host: SimulatedHost,
  { world, sessions }: { readonly world: World; readonly sessions: SessionTable },
): void {
  const { shutdown, boot } = world.estate.durations;
  world.tasks.later(shutdown, () => {
    host.connection = 'notResponding';
    if (world.estate.kind === 'esxi') {
      world.away = true;
      sessions.clear();
    }
    world.changed();
    if (host.spec.reboot === 'never') return;
    world.tasks.later(host.spec.reboot === 'late' ? boot * LATE : boot, () => {
      world.away = false;
      comeBack(host, world.now());
      world.changed();
    });
  });
}

/** Boots with what was configured. */
function comeBack(host: SimulatedHost, now: number): void {
  host.connection = 'connected';
  host.bootTime = now;
  host.kernel = new Map([...host.kernel].map(([name, values]) => [name, { ...values, runtime: values.configured }]));
}
