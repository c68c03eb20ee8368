import { asMoment } from '../../vim/element.ts';
import type { Session } from '../../connect/session.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { localizedFaultOf, SoapFault } from '../../vim/fault.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { booleanIn, countIn, exactText, textIn } from '../exact-members.ts';
import type { HostSeen, TaskSeen } from './input.ts';

/** What one look at vCenter shows, by managed object id. */
export interface Look {
  readonly hosts: ReadonlyMap<string, HostSeen>;
  readonly tasks: ReadonlyMap<string, TaskSeen>;
}

const HOST_PATHS = ['runtime.connectionState', 'runtime.inMaintenanceMode', 'runtime.bootTime', 'runtime.dasHostState'];
const TASK_PATHS = ['info.state', 'info.progress', 'info.error'];

/**
 * Reads all hosts and tasks that are waited for in one call (protocol.md 6.2). A string says why vCenter did not answer,
 * which passes: a rollout outlives a restart of vCenter.
 */
export async function look(session: Session, hosts: readonly Moref[], tasks: readonly Moref[]): Promise<Look | string> {
  const seen = { hosts: new Map<string, HostSeen>(), tasks: new Map<string, TaskSeen>() };
  const properties = [
    { type: 'HostSystem', paths: HOST_PATHS },
    ...(tasks.length === 0 ? [] : [{ type: 'Task', paths: TASK_PATHS }]),
  ];
  try {
    for await (const content of session.retrieve({ properties, objects: [...hosts, ...tasks] })) {
      if (content.object.type === 'Task') seen.tasks.set(content.object.value, taskFrom(content));
      else seen.hosts.set(content.object.value, hostFrom(content));
    }
  } catch (error) {
    if (error instanceof EsxcheckError || error instanceof SoapFault) return error.message;
    throw error;
  }
  // vCenter forgets tasks some minutes after their end.
  for (const { value } of tasks) if (!seen.tasks.has(value)) seen.tasks.set(value, GONE);
  return seen;
}

const GONE: TaskSeen = { state: 'gone', fault: '', detail: '', progress: null };

function hostFrom({ properties }: ObjectContent): HostSeen {
  const ha = properties.get('runtime.dasHostState');
  return {
    connection: textIn(properties.get('runtime.connectionState')),
    inMaintenance: booleanIn(properties.get('runtime.inMaintenanceMode')),
    bootTime: asMoment(textIn(properties.get('runtime.bootTime'))),
    haState: ha === undefined ? null : exactText(ha, 'state'),
  };
}

function taskFrom({ properties }: ObjectContent): TaskSeen {
  const state = properties.get('info.state')?.text;
  if (state === undefined) return GONE;
  const error = properties.get('info.error');
  const fault = error === undefined ? null : localizedFaultOf(error);
  return {
    state: state === 'success' || state === 'error' ? state : 'running',
    fault: fault?.type ?? '',
    detail: [fault?.type, fault?.message].filter((part) => part !== undefined && part !== '').join(': '),
    progress: countIn(textIn(properties.get('info.progress'))),
  };
}
