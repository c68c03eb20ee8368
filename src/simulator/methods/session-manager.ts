import type { Account } from '../estate/estate.ts';
import { cookieHeader } from '../server/session.ts';
import { textOf } from '../wire/element.ts';
import { VimFault } from '../wire/fault.ts';
import { boolean } from '../wire/value.ts';
import { userSession } from '../properties/user-session.ts';
import { returned, sessionOf, type Call, type Method } from './method.ts';

const ON = 'SessionManager';

/** Login and logout (protocol.md 1.4). */
export const SESSION_MANAGER: readonly Method[] = [
  { name: 'Login', on: ON, parameters: ['userName', 'password', 'locale'], anonymous: true, answer: login },
  { name: 'LoginByToken', on: ON, parameters: ['locale'], anonymous: true, answer: loginByToken },
  { name: 'Logout', on: ON, parameters: [], answer: logout },
  { name: 'SessionIsActive', on: ON, parameters: ['sessionID', 'userName'], answer: sessionIsActive },
];

/** Believes whoever says to be the subject, as vcsim does: nothing is signed here. */
function loginByToken(call: Call): string {
  const subject = call.tokenSubject?.toLowerCase();
  return opened(call, (each) => each.user.toLowerCase() === subject);
}

function login(call: Call): string {
  const user = textOf(call.request, 'userName') ?? '';
  const password = call.request.children.find(({ name }) => name === 'password')?.text ?? '';
  return opened(call, (each) => each.user.toLowerCase() === user.toLowerCase() && each.password === password);
}

function opened(call: Call, matches: (account: Account) => boolean): string {
  const account = call.world.estate.accounts.find(matches);
  if (account === undefined || (call.session !== null && call.session.expired === null)) {
    call.sessions.refusedLogins += 1;
    throw new VimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');
  }
  if (call.session !== null) call.sessions.close(call.session);
  const session = call.sessions.open(account, {
    now: call.world.now(),
    userAgent: call.userAgent,
    address: call.address,
    node: call.node,
  });
  call.setCookie(cookieHeader(session));
  return returned(userSession(session), call);
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
