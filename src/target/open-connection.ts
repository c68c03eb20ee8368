import { openSession, type Session } from '../connect/session.ts';
import type { Connection } from './connections.ts';

/** Logs in at a server, its calls told to the connection's witness. Throws an EsxcheckError. */
export function openConnection(
  { endpoint, credentials, witness }: Connection,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Session> {
  return openSession(endpoint, credentials, { ...(signal === undefined ? {} : { signal }), witness });
}
