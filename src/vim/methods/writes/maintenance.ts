import { methodElement, type Call } from '../../call.ts';
import { child, childrenNamed, requiredMoref } from '../../element.ts';
import { localizedFaultOf, type Fault } from '../../fault.ts';
import type { Method } from '../../methods.ts';
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

/** Starts to empty a host; DRS, or people, move its VMs (protocol.md 6.1). */
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

/** Asks DRS how it would empty hosts, and why it cannot; moves nothing (protocol.md 6.1b). */
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
