import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { bytesOf, enrolText, isSignedBy, keyIdOf, rotateText } from '../../site/signatures.ts';
import { audit } from '../audit/append.ts';
import type { Queryable } from '../database/queryable.ts';
import { requestInvalid, SiteRefusal } from './refusal.ts';
import { type Signer, signatureWrong } from './signature.ts';

const DAY_MS = 86_400_000;
const KEY_MS = 90 * DAY_MS;

/** A key as the centre took it. */
export interface TakenKey {
  readonly site: string;
  /** Its id. */
  readonly key: string;
  readonly expiresAt: string;
}

/** Makes a one-time code for a site and keeps its hash for a day. The code itself is in the answer alone. */
export async function createCode(client: Queryable, site: string, now: Date): Promise<string> {
  const code = randomBytes(20).toString('base64url');
  await client.query('DELETE FROM site_code WHERE expires_at <= $1 OR used_at IS NOT NULL', [now]);
  await client.query('INSERT INTO site_code (code_hash, site, expires_at) VALUES ($1, $2, $3)', [
    hashOf(code),
    site,
    new Date(now.getTime() + DAY_MS),
  ]);
  return code;
}

export interface Enrolment {
  readonly site: string;
  readonly code: string;
  readonly key: string;
  readonly signature: string;
}

/** Takes the key of a site that holds a code. Throws SIGNATURE_WRONG, CODE_REFUSED, KEY_KNOWN. Runs in a transaction. */
export async function enrol(
  client: Queryable,
  { site, code, key, signature }: Enrolment,
  now: Date,
): Promise<TakenKey> {
  if (!isSignedBy(key, enrolText(site, code, key), signature)) throw signatureWrong();
  await useCode(client, { site, code }, now);
  return addKey(client, { site, key, action: 'site enrolled' }, now);
}

/** The same answer, and the same work, whatever is wrong with a code. */
async function useCode(client: Queryable, { site, code }: Pick<Enrolment, 'site' | 'code'>, now: Date): Promise<void> {
  const { rows } = await client.query<{ code_hash: Buffer }>(
    `SELECT c.code_hash FROM site_code c JOIN site s ON s.name = c.site
      WHERE c.site = $1 AND c.used_at IS NULL AND c.expires_at > $2 AND s.revoked_at IS NULL FOR UPDATE OF c`,
    [site, now],
  );
  const given = hashOf(code);
  const fitting = rows.filter(({ code_hash: kept }) => timingSafeEqual(kept, given));
  if (fitting.length === 0) {
    throw new SiteRefusal(
      403,
      'CODE_REFUSED',
      'The code is wrong, was used, or is older than a day: ask the centre for a new one.',
    );
  }
  await client.query('UPDATE site_code SET used_at = $1 WHERE code_hash = $2', [now, given]);
}

/** Takes a new key under the signature of the old one, which holds for another day. Runs in a transaction. */
export async function rotate(
  client: Queryable,
  signer: Signer,
  { key, signature }: { readonly key: string; readonly signature: string },
  now: Date,
): Promise<TakenKey> {
  const { site, keyId } = signer;
  if (!isSignedBy(key, rotateText(site, key), signature)) throw signatureWrong();
  const taken = await addKey(client, { site, key, action: 'key rotated' }, now);
  await client.query('UPDATE site_key SET expires_at = LEAST(expires_at, $1) WHERE id = $2', [
    new Date(now.getTime() + DAY_MS),
    keyId,
  ]);
  return taken;
}

async function addKey(
  client: Queryable,
  { site, key, action }: { readonly site: string; readonly key: string; readonly action: string },
  now: Date,
): Promise<TakenKey> {
  const bytes = bytesOf(key, 32);
  if (bytes === null) throw requestInvalid('key is not 32 bytes in base64url.');
  const id = keyIdOf(key);
  const expiresAt = new Date(now.getTime() + KEY_MS);
  const { rowCount } = await client.query(
    'INSERT INTO site_key (id, site, public_key, added_at, expires_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [id, site, bytes, now, expiresAt],
  );
  if (rowCount !== 1) throw new SiteRefusal(409, 'KEY_KNOWN', 'The centre has had this key before: make a new one.');
  await audit(client, { actor: `site:${site}`, action, detail: { key: id, expiresAt: expiresAt.toISOString() } });
  return { site, key: id, expiresAt: expiresAt.toISOString() };
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
