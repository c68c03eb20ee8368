import { type Call, methodElement } from '../call.ts';
import { booleanOf, childrenNamed, plainText, requiredMoref, textOf, type VimElement } from '../element.ts';
import type { Moref } from '../moref.ts';
import { WireError } from '../wire-error.ts';
import { morefElement, textElement } from '../xml-writer.ts';

/** What a session may on one object; privileges that the server said nothing of are in neither set. */
export interface EntityPrivileges {
  readonly entity: Moref;
  readonly granted: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
}

/** Which of the privileges the session has on which of the objects (API 5.5). `sessionKey` is UserSession's, not the cookie. */
export function hasPrivilegeOnEntities(
  authorizationManager: Moref,
  entities: readonly Moref[],
  { sessionKey, privileges }: { readonly sessionKey: string; readonly privileges: readonly string[] },
): Call<readonly EntityPrivileges[]> {
  const method = 'HasPrivilegeOnEntities';
  const parameters = [
    ...entities.map((entity) => morefElement('entity', entity)),
    textElement('sessionId', sessionKey),
    ...privileges.map((id) => textElement('privId', id)),
  ].join('');
  return {
    method,
    body: methodElement(method, authorizationManager, parameters),
    safe: true,
    decode: (response) => childrenNamed(response, 'returnval').map(entityPrivilegesOf),
  };
}

function entityPrivilegesOf(element: VimElement): EntityPrivileges {
  const granted = new Set<string>();
  const denied = new Set<string>();
  for (const availability of childrenNamed(element, 'privAvailability')) {
    const id = textOf(availability, 'privId');
    const isGranted = booleanOf(availability, 'isGranted');
    if (id !== null && isGranted !== null) (isGranted ? granted : denied).add(id);
  }
  return { entity: requiredMoref(element, 'entity'), granted, denied };
}

/** Users that keep their rights while the host is in lockdown mode; an answer without any has no returnval. */
export function queryLockdownExceptions(accessManager: Moref): Call<readonly string[]> {
  const method = 'QueryLockdownExceptions';
  return {
    method,
    body: methodElement(method, accessManager),
    safe: true,
    decode: ({ children }) => children.map(userIn),
  };
}

/** What is no user is no answer: passed over, it would look like a host without any. */
function userIn(element: VimElement): string {
  const user = element.name === 'returnval' ? (plainText(element)?.trim() ?? '') : '';
  if (user === '') throw new WireError('unexpected', `<${element.name}> is no name of a user`);
  return user;
}
