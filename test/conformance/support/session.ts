import { openSession, type Session } from '../../../src/connect/session.ts';
import type { Vcsim } from './vcsim.ts';

/** A session of our own client, pinned to the server's certificate. */
export function sessionWith(vcsim: Vcsim): Promise<Session> {
  const trust = { thumbprints: [vcsim.sha256], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
  return openSession(
    { url: vcsim.url, host: '127.0.0.1', port: vcsim.port, trust, timeoutMs: 20_000 },
    { user: vcsim.user, password: vcsim.password },
    { writes: true },
  );
}
