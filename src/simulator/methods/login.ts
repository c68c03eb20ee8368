import type { Account } from '../estate/estate.ts';
import { userSession } from '../properties/task-info.ts';
import { cookieHeader } from '../server/session.ts';
import { childrenOf, textOf } from '../wire/element.ts';
import { VimFault } from '../wire/fault.ts';
import { renderMember } from '../wire/render.ts';
import { arrayOf, boolean, data, dateTime, reference, string } from '../wire/value.ts';
import { valueAt } from '../world/objects.ts';
import { type Call, holds, type Method, returned, sessionOf } from './method.ts';
import { findObject } from './search-index.ts';

const SESSION_MANAGER_TYPE = 'SessionManager';

/** Login and logout (docs/internals/wire.md 1.4). */
export const SESSION_MANAGER: readonly Method[] = [
  {
    name: 'Login',
    on: SESSION_MANAGER_TYPE,
    parameters: ['userName', 'password', 'locale'],
    anonymous: true,
    answer: login,
  },
  { name: 'LoginByToken', on: SESSION_MANAGER_TYPE, parameters: ['locale'], anonymous: true, answer: loginByToken },
  { name: 'Logout', on: SESSION_MANAGER_TYPE, parameters: [], answer: logout },
  { name: 'SessionIsActive', on: SESSION_MANAGER_TYPE, parameters: ['sessionID', 'userName'], answer: sessionIsActive },
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

/** What a session may do on which objects (API 5.5). */
export const AUTHORIZATION_MANAGER: readonly Method[] = [
  {
    name: 'HasPrivilegeOnEntities',
    on: 'AuthorizationManager',
    parameters: ['entity', 'sessionId', 'privId'],
    answer: hasPrivilegeOnEntities,
  },
];

function hasPrivilegeOnEntities(call: Call): string {
  const privileges = childrenOf(call.request, 'privId').map(({ text }) => text.trim());
  return childrenOf(call.request, 'entity')
    .map(({ type, text }) => entityPrivilege(call, { type: type ?? '', id: text.trim() }, privileges))
    .map((answer) => renderMember('returnval', answer, call.version))
    .join('');
}

function entityPrivilege(
  call: Call,
  entity: { readonly type: string; readonly id: string },
  privileges: readonly string[],
) {
  const { account } = sessionOf(call);
  const hidden = findObject(entity.id, entity.type, call)?.host?.trouble.noPermission === true;
  const has = (id: string): boolean => !hidden && holds(account, id);
  const availability = privileges.map((id) =>
    data('PrivilegeAvailability', { privId: string(id), isGranted: boolean(has(id)) }),
  );
  return data('EntityPrivilege', {
    entity: reference(entity),
    privAvailability: arrayOf('PrivilegeAvailability', availability),
  });
}

const SERVICE_INSTANCE_TYPE = 'ServiceInstance';

export const SERVICE_INSTANCE: readonly Method[] = [
  {
    name: 'RetrieveServiceContent',
    on: SERVICE_INSTANCE_TYPE,
    parameters: [],
    anonymous: true,
    answer: ({ self, version }) => renderMember('returnval', valueAt(self, 'content'), version),
  },
  {
    name: 'CurrentTime',
    on: SERVICE_INSTANCE_TYPE,
    parameters: [],
    answer: (call) => returned(dateTime(call.world.now()), call),
  },
];
