import { localizedFault } from '../wire/fault.ts';
import { boolean, data, dateTime, integer, member, reference, string, typed, type Value } from '../wire/value.ts';
import { hostReference } from '../world/host.ts';
import type { SimulatedTask } from '../world/task.ts';

/** TaskInfo (protocol.md 6.2). */
export function taskInfo(task: SimulatedTask): Value {
  const method = task.name.replace(/_Task$/, '');
  const action = method.replace(/Host$/, '');
  const descriptionId = `HostSystem.${action.charAt(0).toLowerCase()}${action.slice(1)}`;
  return data('TaskInfo', {
    key: string(task.id),
    task: reference({ type: 'Task', id: task.id }),
    name: string(task.name),
    descriptionId: string(descriptionId),
    entity: reference(hostReference(task.host)),
    entityName: string(task.host.spec.name),
    state: member('TaskInfoState', task.state),
    cancelled: boolean(task.cancelled),
    cancelable: boolean(task.state === 'running' && method === 'EnterMaintenanceMode'),
    error: task.error === null ? undefined : localizedFault(task.error),
    progress: task.state === 'running' ? integer(task.progress) : undefined,
    reason: typed(data('TaskReasonUser', { userName: string(task.user) })),
    queueTime: dateTime(task.queueTime),
    startTime: dateTime(task.queueTime),
    completeTime: task.completeTime === null ? undefined : dateTime(task.completeTime),
    eventChainId: integer(Number(task.id.slice('task-'.length))),
  });
}
