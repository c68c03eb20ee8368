import { cookieHeader, type Session } from '../server/session.ts';
import { textOf } from '../wire/element.ts';
import { VimFault } from '../wire/fault.ts';
import { boolean, data, dateTime, integer, string, type Value } from '../wire/value.ts';
import { returned, sessionOf, type Call, type Method } from './method.ts';

const ON = 'SessionManager';

/** Login and logout (protocol.md 1.4). */
export const SESSION_MANAGER: readonly Method[] = [
  { name: 'Login', on: ON, parameters: ['userName', 'password', 'locale'], anonymous: true, answer: login },
  { name: 'Logout', on: ON, parameters: [], answer: logout },
  { name: 'SessionIsActive', on: ON, parameters: ['sessionID', 'userName'], answer: sessionIsActive },
];

function login(call: Call): string {
  const user = textOf(call.request, 'userName') ?? '';
  const password = call.request.children.find(({ name }) => name === 'password')?.text ?? '';
  const account = call.world.estate.accounts.find(
    (each) => each.user.toLowerCase() === user.toLowerCase() && each.password === password,
  );
  if (account === undefined || (call.session !== null && call.session.expired === null)) {
    call.sessions.refusedLogins += 1;
    throw new VimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');
  }
  if (call.session !== null) call.sessions.close(call.session);
  const session = call.sessions.open(account, call.world.now());
  call.setCookie(cookieHeader(session));
  return returned(userSession(session, call), call);
}

function logout(call: Call): string {
  call.sessions.close(sessionOf(call));
  return '';
}

function sessionIsActive(call: Call): string {
  const key = textOf(call.request, 'sessionID');
  const active = call.sessions.live().some((session) => session.key === key);
  return returned(boolean(active), call);
}

/** UserSession; vCenter shows `user@domain` as `DOMAIN\user`. */
export function userSession(session: Session, call: Pick<Call, 'address' | 'userAgent'>): Value {
  const [name = '', domain] = session.account.user.split('@');
  return data('UserSession', {
    key: string(session.key),
    userName: string(domain === undefined ? name : `${domain.toUpperCase()}\\${name}`),
    fullName: string(name),
    loginTime: dateTime(session.loginTime),
    lastActiveTime: dateTime(session.lastActive),
    locale: string('en'),
    messageLocale: string('en'),
    extensionSession: { kind: 'since', version: '5.0', value: boolean(false) },
    ipAddress: { kind: 'since', version: '5.1', value: string(call.address) },
    userAgent: { kind: 'since', version: '5.1', value: string(call.userAgent) },
    callCount: { kind: 'since', version: '5.1', value: integer(session.calls, 'long') },
  });
}
