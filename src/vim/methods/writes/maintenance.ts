import { type Call, type Method, methodElement } from '../../call.ts';
import { child, childrenNamed, requiredChild, requiredMoref } from '../../element.ts';
import { type Fault, localizedFaultOf } from '../../fault.ts';
import type { Moref } from '../../moref.ts';
import { morefElement, textElement } from '../../xml-writer.ts';

function task(method: Method, self: Moref, parameters = ''): Call<Moref> {
  return {
    method,
    body: methodElement(method, self, parameters),
    safe: false,
    decode: (response) => requiredMoref(response, 'returnval'),
  };
}

export interface MaintenanceOptions {
  /** Seconds after which the task ends in Timedout; 0 for never. */
  readonly timeout: number;
  /** What vSAN does with the host's objects; null where there is no vSAN. What it does unasked is not documented. */
  readonly vsanMode: 'ensureObjectAccessibility' | 'evacuateAllData' | 'noAction' | null;
}

/** Starts to empty a host; DRS, or people, move its VMs (docs/internals/wire.md 6.1). */
export function enterMaintenanceMode(host: Moref, { timeout, vsanMode }: MaintenanceOptions): Call<Moref> {
  const mode = vsanMode === null ? '' : `<vsanMode>${textElement('objectAction', vsanMode)}</vsanMode>`;
  const specification = mode === '' ? '' : `<maintenanceSpec>${mode}</maintenanceSpec>`;
  const parameters = textElement('timeout', String(timeout)) + textElement('evacuatePoweredOffVms', 'false');
  return task('EnterMaintenanceMode_Task', host, parameters + specification);
}

export function exitMaintenanceMode(host: Moref, timeout: number): Call<Moref> {
  return task('ExitMaintenanceMode_Task', host, textElement('timeout', String(timeout)));
}

/** Never forced: a host that is not in maintenance mode refuses with InvalidState. */
export function rebootHost(host: Moref): Call<Moref> {
  return task('RebootHost_Task', host, textElement('force', 'false'));
}

/** Of a vCenter only. */
export function reconnectHost(host: Moref): Call<Moref> {
  return task('ReconnectHost_Task', host);
}

export function cancelTask(target: Moref): Call<void> {
  const method = 'CancelTask';
  return { method, body: methodElement(method, target), safe: false, decode: () => {} };
}

/** What DRS says of emptying hosts. */
export interface DrsAnswer {
  /** Why it cannot; null when it can. */
  readonly fault: Fault | null;
  readonly recommendations: number;
}

/** Asks DRS how it would empty hosts, and why it cannot; moves nothing (docs/internals/wire.md 6.1b). */
export function clusterEnterMaintenanceMode(cluster: Moref, hosts: readonly Moref[]): Call<DrsAnswer> {
  const method = 'ClusterEnterMaintenanceMode';
  const parameters = hosts.map((host) => morefElement('host', host)).join('');
  return {
    method,
    body: methodElement(method, cluster, parameters),
    safe: true,
    decode: (response) => {
      const result = child(response, 'returnval');
      const fault = result === null ? null : child(result, 'fault');
      return {
        fault: fault === null ? null : localizedFaultOf(fault),
        recommendations: result === null ? 0 : childrenNamed(result, 'recommendations').length,
      };
    },
  };
}

/** Puts a message into the event log of an object, where people see it in the vSphere client. */
export function logUserEvent(eventManager: Moref, entity: Moref, message: string): Call<void> {
  const method = 'LogUserEvent';
  const parameters = morefElement('entity', entity) + textElement('msg', message);
  return { method, body: methodElement(method, eventManager, parameters), safe: false, decode: () => {} };
}

/** Makes a bundle of the host's configuration; answers its URL, in which `*` stands for the host's own address. */
export function backupFirmwareConfiguration(firmwareSystem: Moref): Call<string> {
  const method = 'BackupFirmwareConfiguration';
  return {
    method,
    body: methodElement(method, firmwareSystem),
    safe: false,
    decode: (response) => requiredChild(response, 'returnval').text,
  };
}
