import type { SessionLimits } from '../connect/only-reading.ts';
import { openSession, type Session } from '../connect/session.ts';
import type { Connection } from './connections.ts';

/** Logs in at a server, to read alone unless `writes` is said; its calls are told to the connection's witness. Throws an EsxcheckError. */
export function openConnection(
  { endpoint, credentials, witness, propertiesOnly = false }: Connection,
  { signal, writes = false }: Pick<SessionLimits, 'writes'> & { readonly signal?: AbortSignal | undefined } = {},
): Promise<Session> {
  return openSession(endpoint, credentials, {
    ...(signal === undefined ? {} : { signal }),
    witness,
    writes,
    propertiesOnly,
  });
}
