import type { Session } from '../server/session.ts';
import { localizedFault } from '../wire/fault.ts';
import {
  boolean,
  data,
  dateTime,
  integer,
  member,
  reference,
  since,
  string,
  typed,
  type Value,
} from '../wire/value.ts';
import { hostReference } from '../world/host.ts';
import type { SimulatedTask } from '../world/objects.ts';

/** TaskInfo (docs/internals/wire.md 6.2). */
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

/** UserSession; vCenter shows `user@domain` as `DOMAIN\\user`. */
export function userSession(session: Session): Value {
  const [name = '', domain] = session.account.user.split('@');
  return data('UserSession', {
    key: string(session.key),
    userName: string(domain === undefined ? name : `${domain.toUpperCase()}\\${name}`),
    fullName: string(name),
    loginTime: dateTime(session.loginTime),
    lastActiveTime: dateTime(session.lastActive),
    locale: string('en'),
    messageLocale: string('en'),
    extensionSession: since('5.0', boolean(false)),
    ipAddress: since('5.1', string(session.address)),
    userAgent: since('5.1', string(session.userAgent)),
    callCount: since('5.1', integer(session.calls, 'long')),
  });
}
