import { renderMember } from '../wire/render.ts';
import { string } from '../wire/value.ts';
import { hostOf, type Method } from './method.ts';

/** Who may do what on the host itself. */
export const ACCESS_MANAGER: readonly Method[] = [
  {
    name: 'QueryLockdownExceptions',
    on: 'HostAccessManager',
    parameters: [],
    proxied: true,
    privilege: 'Global.Settings',
    answer: (call) =>
      hostOf(call)
        .spec.protection.lockdownExceptions.map((user) => renderMember('returnval', string(user), call.version))
        .join(''),
  },
];
