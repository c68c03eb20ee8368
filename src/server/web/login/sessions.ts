import { createHash, randomBytes } from 'node:crypto';
import type { Queryable } from '../../database/queryable.ts';

/** `__Host-`: the browser takes it over HTTPS alone, for this host and the whole of it. */
export const SESSION_COOKIE = '__Host-esxcheck-session';

export interface Session {
  readonly subject: string;
  readonly groups: readonly string[];
}

export interface SessionLife {
  readonly idleMinutes: number;
  readonly hours: number;
}

/** A request within so many seconds of the last is not written down. */
const SEEN_EVERY_SECONDS = 60;

/** What is kept of a secret. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A new session with an id that nobody chose; what the cookie is to hold. */
export async function beginSession(db: Queryable, { subject, groups }: Session, life: SessionLife): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  await db.query('DELETE FROM session WHERE expires_at <= now() OR seen_at <= now() - make_interval(mins => $1::int)', [
    Math.ceil(life.idleMinutes),
  ]);
  await db.query(
    `INSERT INTO session (id_hash, subject, groups, expires_at)
     VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
    [hashOf(id), subject, JSON.stringify(groups), life.hours * 3600],
  );
  return id;
}

/** The session of a cookie, if it has not ended: by time, by standing idle, or by logout. */
export async function findSession(db: Queryable, id: string, life: SessionLife): Promise<Session | null> {
  const { rows } = await db.query<Session & { isOld: boolean }>(
    `SELECT subject, groups, seen_at < now() - make_interval(secs => $3) AS "isOld" FROM session
     WHERE id_hash = $1 AND expires_at > now() AND seen_at > now() - make_interval(secs => $2)`,
    [hashOf(id), life.idleMinutes * 60, SEEN_EVERY_SECONDS],
  );
  const [found] = rows;
  if (found === undefined) return null;
  if (found.isOld) await db.query('UPDATE session SET seen_at = now() WHERE id_hash = $1', [hashOf(id)]);
  return { subject: found.subject, groups: found.groups };
}

export async function endSession(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM session WHERE id_hash = $1', [hashOf(id)]);
}
