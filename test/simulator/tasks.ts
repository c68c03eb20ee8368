import { text } from './client.ts';
import type { Simulated } from './start.ts';

/** Everything takes milliseconds. */
export const FAST = 'durations: { maintenance: 20, task: 5, shutdown: 5, boot: 10, ha: 10, resync: 10 }';

/** Starts a task on a host and gives its id. */
export async function startTask(world: Simulated, method: string, host: string, parameters = ''): Promise<string> {
  const answer = await world.client.call(method, `HostSystem:${world.simulator.hostNamed(host).moid}`, parameters);
  return text(answer, 'returnval');
}

export function taskInfo(world: Simulated, task: string): Promise<string> {
  return world.client.call('Fetch', `Task:${task}`, '<prop>info</prop>');
}

/** The TaskInfo of a task that has ended. */
export async function finished(world: Simulated, task: string): Promise<string> {
  for (;;) {
    const info = await taskInfo(world, task);
    if (text(info, 'state') !== 'running') return info;
  }
}

export async function run(world: Simulated, method: string, host: string, parameters = ''): Promise<string> {
  return finished(world, await startTask(world, method, host, parameters));
}

/** Enters maintenance mode and reboots; waits until `returned` says so. */
export async function reboot(world: Simulated, host: string, returned: () => boolean): Promise<void> {
  await run(world, 'EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
  await run(world, 'RebootHost_Task', host, '<force>false</force>');
  await until(world, returned);
}

/** Asks the server again and again, so that nothing hangs on how fast the machine is. */
export async function until({ client }: Simulated, done: () => boolean): Promise<void> {
  while (!done()) await client.call('CurrentTime', 'ServiceInstance:ServiceInstance');
}
