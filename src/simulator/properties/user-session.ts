import type { Session } from '../server/session.ts';
import { boolean, data, dateTime, integer, since, string, type Value } from '../wire/value.ts';

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
