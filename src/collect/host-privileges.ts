import pMap from 'p-map';
import type { Session } from '../connect/session.ts';
import { textOf } from '../vim/element.ts';
import { hasPrivilegeOnEntities } from '../vim/methods/authorization.ts';
import type { Moref } from '../vim/moref.ts';

/** Objects that one call asks about: a request names few (docs/internals/wire.md 8, point 8). */
const CHUNK = 100;
const CALLS_AT_A_TIME = 4;

/**
 * Which of the privileges the session lacks on each object, by managed object id. An object that the server says nothing of
 * is not in the map. Throws where the server cannot tell at all.
 */
export async function readLackingPrivileges(
  session: Session,
  objects: readonly Moref[],
  { privileges, signal }: { readonly privileges: readonly string[]; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { authorizationManager } = session.content;
  const sessionKey = await readSessionKey(session, signal);
  if (authorizationManager === null || sessionKey === null) throw new CannotTell();
  const chunks = Array.from({ length: Math.ceil(objects.length / CHUNK) }, (_, index) =>
    objects.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const answers = await pMap(
    chunks,
    (chunk) =>
      session.call(hasPrivilegeOnEntities(authorizationManager, chunk, { sessionKey, privileges }), { signal }),
    { concurrency: CALLS_AT_A_TIME, signal },
  );
  const lacking = new Map<string, readonly string[]>();
  for (const { entity, granted, denied } of answers.flat()) {
    // Said nothing of: neither had nor lacked, so the object is left out.
    if (!privileges.every((id) => granted.has(id) || denied.has(id))) continue;
    lacking.set(
      entity.value,
      privileges.filter((id) => denied.has(id)),
    );
  }
  return lacking;
}

/** The server names no way to ask. */
class CannotTell extends Error {
  constructor() {
    super('the server does not say what a session may do');
    this.name = 'CannotTell';
  }
}

/** Of the session as the server knows it: it changes when the session is renewed, so it is asked for each time. */
async function readSessionKey(session: Session, signal: AbortSignal): Promise<string | null> {
  const request = {
    objects: [session.content.sessionManager],
    properties: [{ type: 'SessionManager', paths: ['currentSession'] }],
  };
  for await (const { properties } of session.retrieve(request, { signal })) {
    const current = properties.get('currentSession');
    if (current !== undefined) return textOf(current, 'key');
  }
  return null;
}
