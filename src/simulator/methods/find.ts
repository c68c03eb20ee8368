import { userSession } from '../properties/user-session.ts';
import { arrayOf } from '../wire/value.ts';
import type { ManagedObject } from '../world/object.ts';
import type { Call } from './method.ts';

/** An object of the world or of the caller's own session. */
export function findObject(
  id: string,
  type: string | null,
  { session, world, sessions }: Pick<Call, 'session' | 'world' | 'sessions'>,
): ManagedObject | undefined {
  const own = session?.objects.get(id);
  if (own !== undefined && (type === null || own.type === type)) return own;
  const found = world.find(id, type);
  if (found?.type !== 'SessionManager' || session === null || session.expired !== null) return found;
  const sessionProperties = {
    sessionList: () => arrayOf('UserSession', sessions.live().map(userSession)),
    currentSession: () => userSession(session),
  };
  return { ...found, properties: sessionProperties };
}
