import { booleanOf, integerOf } from '../wire/element.ts';
import { invalidState, VimFault } from '../wire/fault.ts';
import { reference } from '../wire/value.ts';
import { reboot } from '../world/reboot.ts';
import { hostOf, returnedReference, sessionOf, type Call, type Method } from './method.ts';

const ON = 'HostSystem';

/** Maintenance mode, reboot and connection, each a task (protocol.md 6.1). */
export const HOST_POWER: readonly Method[] = [
  {
    name: 'EnterMaintenanceMode_Task',
    on: ON,
    parameters: ['timeout', 'evacuatePoweredOffVms', 'maintenanceSpec'],
    proxied: true,
    writes: true,
    answer: enterMaintenanceMode,
  },
  {
    name: 'ExitMaintenanceMode_Task',
    on: ON,
    parameters: ['timeout'],
    proxied: true,
    writes: true,
    answer: exitMaintenanceMode,
  },
  { name: 'RebootHost_Task', on: ON, parameters: ['force'], proxied: true, writes: true, answer: rebootHost },
  { name: 'DisconnectHost_Task', on: ON, parameters: [], writes: true, answer: disconnect },
  { name: 'ReconnectHost_Task', on: ON, parameters: ['cnxSpec', 'reconnectSpec'], writes: true, answer: reconnect },
];

/** Without DRS that empties the host, the task stays at 2 % until it times out or is cancelled. */
function enterMaintenanceMode(call: Call): string {
  const host = hostOf(call);
  if (host.inMaintenanceMode) throw invalidState();
  const { maintenance } = call.world.estate.durations;
  return start(call, host.spec.evacuates ? maintenance : null, () => {
    host.inMaintenanceMode = true;
  });
}

function exitMaintenanceMode(call: Call): string {
  const host = hostOf(call);
  if (!host.inMaintenanceMode) throw invalidState();
  return start(call, call.world.estate.durations.maintenance, () => {
    host.inMaintenanceMode = false;
  });
}

function rebootHost(call: Call): string {
  const host = hostOf(call);
  if (!host.inMaintenanceMode && booleanOf(call.request, 'force') !== true) throw invalidState();
  return start(call, call.world.estate.durations.task, () => reboot(host, call));
}

function disconnect(call: Call): string {
  requireVcenter(call);
  const host = hostOf(call);
  if (host.connection === 'disconnected') throw invalidState();
  return start(call, call.world.estate.durations.task, () => {
    host.connection = 'disconnected';
  });
}

function reconnect(call: Call): string {
  requireVcenter(call);
  const host = hostOf(call);
  if (host.connection === 'connected') throw invalidState();
  return start(call, call.world.estate.durations.task, () => {
    host.connection = 'connected';
  });
}

function requireVcenter({ world }: Call): void {
  if (world.estate.kind === 'esxi') throw new VimFault('NotSupported', 'The operation is not supported on the object.');
}

/** One task at a time holds a host. */
function start(call: Call, lasts: number | null, effect: () => void): string {
  const host = hostOf(call);
  const busy = call.world.tasks.running(host);
  if (busy !== undefined) {
    throw new VimFault(
      'TaskInProgress',
      'The operation is not allowed in the current state: another task is already in progress.',
      {
        task: reference({ type: 'Task', id: busy.id }),
      },
    );
  }
  const seconds = integerOf(call.request, 'timeout') ?? 0;
  const task = call.world.tasks.start({
    name: call.request.name,
    host,
    user: sessionOf(call).account.user,
    lasts,
    timeout: seconds > 0 ? seconds * 1000 : null,
    effect,
  });
  return returnedReference(task, call);
}
