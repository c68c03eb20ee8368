import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { look } from '../../src/apply/rollout/host-runner.ts';
import type { TaskSeen } from '../../src/apply/rollout/state.ts';
import type { Session } from '../../src/connect/session.ts';
import {
  cancelTask,
  enterMaintenanceMode,
  exitMaintenanceMode,
  rebootHost,
  reconnectHost,
} from '../../src/vim/methods/writes/maintenance.ts';
import type { Moref } from '../../src/vim/moref.ts';
import { collected, govc } from './support/govc.ts';
import { sessionWith } from './support/session.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

const OPTIONS = { timeout: 600, vsanMode: null } as const;

function firstOf({ hosts }: Vcsim): Moref {
  return { type: 'HostSystem', value: hosts[0]?.id ?? '' };
}

/** What the rollout's own watch sees of a host and a task. */
async function seen(session: Session, host: Moref, task: Moref) {
  const found = await look(session, [host], [task]);
  if (typeof found === 'string') throw new Error(found);
  return { host: found.hosts.get(host.value), task: found.tasks.get(task.value) };
}

/** Looks until the task has come to its end. */
async function ended(session: Session, host: Moref, task: Moref): Promise<TaskSeen | undefined> {
  for (;;) {
    const { task: now } = await seen(session, host, task);
    if (now?.state !== 'running') return now;
    await wait(50);
  }
}

async function runtimeOf(vcsim: Vcsim): Promise<object> {
  const paths = ['runtime.inMaintenanceMode', 'runtime.connectionState'];
  return collected(vcsim, `HostSystem:${firstOf(vcsim).value}`, ...paths);
}

witness('maintenance mode of vcsim', 'go', () => {
  test('it is entered and left by tasks that end well, as govc sees it', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const host = firstOf(vcsim);
    const entering = await session.call(enterMaintenanceMode(host, OPTIONS));
    expect(await ended(session, host, entering)).toMatchObject({ state: 'success', detail: '' });
    expect((await seen(session, host, entering)).host).toMatchObject({ inMaintenance: true, connection: 'connected' });
    expect(await runtimeOf(vcsim)).toMatchObject({ 'runtime.inMaintenanceMode': true });
    const leaving = await session.call(exitMaintenanceMode(host, 600));
    expect(await ended(session, host, leaving)).toMatchObject({ state: 'success' });
    expect(await runtimeOf(vcsim)).toMatchObject({ 'runtime.inMaintenanceMode': false });
  });

  test('what govc puts into maintenance mode, the watch sees there', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    await govc(vcsim, 'host.maintenance.enter', vcsim.hosts[0]?.name ?? '');
    const found = await look(session, [firstOf(vcsim)], []);
    expect(typeof found === 'string' ? found : found.hosts.get(firstOf(vcsim).value)).toMatchObject({
      inMaintenance: true,
    });
  });

  test('a host that vsan has objects on is asked in the form that vcsim reads', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const host = firstOf(vcsim);
    const vsan = { timeout: 600, vsanMode: 'ensureObjectAccessibility' } as const;
    const task = await session.call(enterMaintenanceMode(host, vsan));
    expect(await ended(session, host, task)).toMatchObject({ state: 'success' });
  });

  test('a task that runs is seen to run, and is cancelled', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true, slowTask: 'EnterMaintenanceMode' });
    await using session = await sessionWith(vcsim);
    const host = firstOf(vcsim);
    const task = await session.call(enterMaintenanceMode(host, OPTIONS));
    expect(await seen(session, host, task)).toMatchObject({
      task: { state: 'running', detail: '' },
      host: { inMaintenance: false },
    });
    expect(await collected(vcsim, `Task:${task.value}`, 'info.state')).toEqual({ 'info.state': 'running' });
    await session.call(cancelTask(task));
    expect(await ended(session, host, task)).toMatchObject({ state: 'error', fault: 'RequestCanceled' });
    expect(await collected(vcsim, `Task:${task.value}`, 'info.state', 'info.cancelled')).toEqual({
      'info.state': 'error',
      'info.cancelled': true,
    });
    expect(await runtimeOf(vcsim)).toMatchObject({ 'runtime.inMaintenanceMode': false });
    await expect(session.call(cancelTask(task))).rejects.toMatchObject({ fault: { type: 'InvalidState' } });
  });

  test('a task that is gone is told as gone, and not as done', async () => {
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const task = { type: 'Task', value: 'task-404404' };
    expect((await seen(session, firstOf(vcsim), task)).task).toMatchObject({ state: 'gone' });
  });

  test('a host that govc disconnected is reconnected', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const host = firstOf(vcsim);
    await govc(vcsim, 'host.disconnect', vcsim.hosts[0]?.name ?? '');
    expect(await runtimeOf(vcsim)).toMatchObject({ 'runtime.connectionState': 'disconnected' });
    const task = await session.call(reconnectHost(host));
    expect(await ended(session, host, task)).toMatchObject({ state: 'success' });
    expect((await seen(session, host, task)).host).toMatchObject({ connection: 'connected' });
    expect(await runtimeOf(vcsim)).toMatchObject({ 'runtime.connectionState': 'connected' });
  });

  test('a host that is not in maintenance mode refuses a reboot that is not forced', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1 });
    await using session = await sessionWith(vcsim);
    await expect(session.call(rebootHost(firstOf(vcsim)))).rejects.toMatchObject({ fault: { type: 'InvalidState' } });
  });
});
