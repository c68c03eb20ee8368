import { thumbprintOf } from '../properties/host-devices.ts';
import { booleanOf, integerOf } from '../wire/element.ts';
import { invalidState, taskInProgress, VimFault } from '../wire/fault.ts';
import { boolean, string } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import { evacuate, stuckVms } from '../world/objects.ts';
import { reboot, settleIn } from '../world/reboot.ts';
import type { TaskTable } from '../world/tasks.ts';
import { type Call, hostOf, type Method, returnedReference, sessionOf } from './method.ts';

const ON = 'HostSystem';

/** Maintenance mode, reboot and connection, each a task (docs/internals/wire.md 6.1). */
export const HOST_POWER: readonly Method[] = [
  {
    name: 'EnterMaintenanceMode_Task',
    on: ON,
    parameters: ['timeout', 'evacuatePoweredOffVms', 'maintenanceSpec'],
    proxied: true,
    writes: true,
    privilege: 'Host.Config.Maintenance',
    answer: enterMaintenanceMode,
  },
  {
    name: 'ExitMaintenanceMode_Task',
    on: ON,
    parameters: ['timeout'],
    proxied: true,
    writes: true,
    privilege: 'Host.Config.Maintenance',
    answer: exitMaintenanceMode,
  },
  {
    name: 'RebootHost_Task',
    on: ON,
    parameters: ['force'],
    proxied: true,
    writes: true,
    privilege: 'Host.Config.Maintenance',
    answer: rebootHost,
  },
  {
    name: 'DisconnectHost_Task',
    on: ON,
    parameters: [],
    writes: true,
    privilege: 'Host.Config.Connection',
    answer: disconnect,
  },
  {
    name: 'ReconnectHost_Task',
    on: ON,
    parameters: ['cnxSpec', 'reconnectSpec'],
    writes: true,
    privilege: 'Host.Config.Connection',
    answer: reconnect,
  },
];

/** Unless DRS or people empty the host, the task stays at 2 % until it times out or is cancelled. */
function enterMaintenanceMode(call: Call): string {
  const host = hostOf(call);
  if (host.inMaintenanceMode) throw invalidState();
  return start(call, {
    lasts: call.world.estate.durations.maintenance,
    ready: () => host.spec.evacuates && host.trouble.maintenance !== 'stalls' && stuckVms(host).length === 0,
    failure: host.trouble.maintenance === 'fails' ? systemError() : null,
    effect: () => {
      evacuate(host);
      host.inMaintenanceMode = true;
    },
  });
}

function systemError(): VimFault {
  return new VimFault('SystemError', 'A general system error occurred: simulated');
}

function exitMaintenanceMode(call: Call): string {
  const host = hostOf(call);
  if (!host.inMaintenanceMode) throw invalidState();
  return start(call, {
    lasts: call.world.estate.durations.maintenance,
    ready: () => host.trouble.exit !== 'stalls',
    failure: host.trouble.exit === 'fails' ? systemError() : null,
    effect: () => {
      host.inMaintenanceMode = false;
      settleIn(host, call.world);
    },
  });
}

function rebootHost(call: Call): string {
  const host = hostOf(call);
  if (!host.inMaintenanceMode && booleanOf(call.request, 'force') !== true) throw invalidState();
  const { task } = host.trouble.reboot ?? {};
  return start(call, {
    lasts: call.world.estate.durations.task,
    failure: task === 'fails' ? systemError() : null,
    effect: () => {
      if (task !== 'lies') reboot(host, call);
    },
  });
}

function disconnect(call: Call): string {
  requireVcenter(call);
  const host = hostOf(call);
  if (host.connection === 'disconnected') throw invalidState();
  return start(call, {
    lasts: call.world.estate.durations.task,
    effect: () => {
      host.connection = 'disconnected';
    },
  });
}

function reconnect(call: Call): string {
  requireVcenter(call);
  const host = hostOf(call);
  if (host.connection === 'connected') throw invalidState();
  return start(call, {
    lasts: call.world.estate.durations.task,
    failure: refusalToReconnect(host),
    effect: () => {
      host.connection = 'connected';
    },
  });
}

/** vCenter remembers the certificate that it first saw; a host that never came back cannot be reached at all. */
function refusalToReconnect(host: SimulatedHost): VimFault | null {
  if (host.certificate > 0) {
    return new VimFault('SSLVerifyFault', "Authenticity of the host's SSL certificate is not verified.", {
      selfSigned: boolean(true),
      thumbprint: string(thumbprintOf(host)),
    });
  }
  return host.connection === 'notResponding'
    ? new VimFault('NoHost', 'Unable to communicate with the remote host.', { name: string(host.spec.name) })
    : null;
}

function requireVcenter({ world }: Call): void {
  if (world.estate.kind === 'esxi') throw new VimFault('NotSupported', 'The operation is not supported on the object.');
}

/** One task at a time holds a host. */
function start(
  call: Call,
  work: Omit<Parameters<TaskTable['start']>[0], 'name' | 'host' | 'user' | 'timeout'>,
): string {
  const host = hostOf(call);
  const busy = call.world.tasks.running(host);
  if (busy !== undefined) {
    throw taskInProgress({ type: 'Task', id: busy.id });
  }
  const seconds = integerOf(call.request, 'timeout') ?? 0;
  const task = call.world.tasks.start({
    name: call.request.name,
    host,
    user: sessionOf(call).account.user,
    ...work,
    timeout: seconds > 0 ? seconds * 1000 : null,
  });
  return returnedReference(task, call);
}
