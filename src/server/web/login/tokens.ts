import { randomBytes } from 'node:crypto';
import type { Queryable } from '../../database/queryable.ts';
import type { Grant } from '../config.ts';
import { type Reader, rightsOf } from './reader.ts';
import { hashOf } from './sessions.ts';

/** Begins every token, so that one that got lost is known for what it is. */
const PREFIX = 'esxt_';

export interface NewToken extends Pick<Grant, 'role' | 'sites'> {
  readonly name: string;
  readonly days: number;
}

/** Makes a token for a program; it is shown this once, and only its hash is kept. */
export async function addToken(db: Queryable, { name, role, sites, days }: NewToken): Promise<string> {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  await db.query(
    `INSERT INTO token (secret_hash, name, role, sites, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
    [hashOf(token), name, role, JSON.stringify(sites), days * 86_400],
  );
  return token;
}

export async function revokeToken(db: Queryable, name: string): Promise<number> {
  const { rowCount } = await db.query('UPDATE token SET revoked_at = now() WHERE name = $1 AND revoked_at IS NULL', [
    name,
  ]);
  return rowCount ?? 0;
}

/** The reader that a token stands for, if it neither ended nor was revoked. */
export async function readerOfToken(db: Queryable, token: string): Promise<Reader | null> {
  if (!token.startsWith(PREFIX)) return null;
  const { rows } = await db.query<Pick<Grant, 'role' | 'sites'> & { name: string }>(
    'SELECT name, role, sites FROM token WHERE secret_hash = $1 AND expires_at > now() AND revoked_at IS NULL',
    [hashOf(token)],
  );
  const [found] = rows;
  if (found === undefined) return null;
  return { actor: `token:${found.name}`, name: found.name, hasSession: false, ...rightsOf([found]) };
}
