import type { IncomingHttpHeaders } from 'node:http';
import { bytesOf, isSignedBy, requestText, SIGNATURE_HEADERS, SITE_NAME } from '../../site/signatures.ts';
import type { Queryable } from '../database/queryable.ts';
import { SiteRefusal } from './refusal.ts';

/** Who asks, once it is proven. */
export interface Signer {
  readonly site: string;
  readonly keyId: string;
  /** 32 raw bytes in base64url. */
  readonly key: string;
}

/** What the headers of a request say of its signature, before it is looked at. */
export interface Claim extends Signer {
  readonly time: string;
  readonly nonce: string;
  readonly signature: string;
}

/** How far a site's clock may be from this one, either way. */
const CLOCK_MS = 300_000;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const KEY_ID = /^[0-9a-f]{64}$/;

/** The first half of 2.2, which needs no body: SIGNATURE_MISSING, KEY_UNKNOWN, KEY_EXPIRED, CLOCK_APART. */
export async function claimOf(client: Queryable, headers: IncomingHttpHeaders, now: Date): Promise<Claim> {
  const { site, keyId, time, nonce, signature } = written(headers);
  const { rows } = await client.query<{ public_key: Buffer; expires_at: Date }>(
    `SELECT k.public_key, k.expires_at FROM site_key k JOIN site s ON s.name = k.site
      WHERE k.id = $1 AND k.site = $2 AND k.revoked_at IS NULL AND s.revoked_at IS NULL`,
    [keyId, site],
  );
  const [row] = rows;
  if (row === undefined)
    throw new SiteRefusal(401, 'KEY_UNKNOWN', 'The centre does not know this site and key, or they were revoked.');
  if (row.expires_at <= now)
    throw new SiteRefusal(401, 'KEY_EXPIRED', 'The key of this site has expired: enrol again.');
  if (Math.abs(Date.parse(time) - now.getTime()) > CLOCK_MS) {
    const serverTime = now.toISOString();
    throw new SiteRefusal(401, 'CLOCK_APART', `The clock of the site is more than 300 seconds from ${serverTime}.`, {
      serverTime,
    });
  }
  return { site, keyId, key: row.public_key.toString('base64url'), time, nonce, signature };
}

function written(headers: IncomingHttpHeaders): Omit<Claim, 'key'> {
  const of = (name: keyof typeof SIGNATURE_HEADERS): string => {
    const value = headers[SIGNATURE_HEADERS[name]];
    return typeof value === 'string' ? value : '';
  };
  const [site, keyId, time, nonce, signature] = [of('site'), of('key'), of('time'), of('nonce'), of('signature')];
  const isWhole =
    SITE_NAME.test(site) &&
    KEY_ID.test(keyId) &&
    TIME.test(time) &&
    !Number.isNaN(Date.parse(time)) &&
    bytesOf(nonce, 16) !== null &&
    bytesOf(signature, 64) !== null;
  if (!isWhole)
    throw new SiteRefusal(
      401,
      'SIGNATURE_MISSING',
      'The request is not signed, or a header of its signature has not its form.',
    );
  return { site, keyId, time, nonce, signature };
}

/** The rest of 2.2: SIGNATURE_WRONG, and REPLAYED for a nonce that this key has used. */
export async function proveClaim(
  client: Queryable,
  claim: Claim,
  request: { readonly method: string; readonly path: string; readonly body: Uint8Array },
): Promise<Signer> {
  const { site, keyId, key, time, nonce, signature } = claim;
  if (!isSignedBy(key, requestText({ ...request, site, time, nonce }), signature)) throw signatureWrong();
  const { rowCount } = await client.query(
    'INSERT INTO site_nonce (key_id, nonce) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [keyId, bytesOf(nonce, 16)],
  );
  if (rowCount !== 1) throw new SiteRefusal(409, 'REPLAYED', 'This request was sent before; each is taken once.');
  return { site, keyId, key };
}

/** A signature that does not fit what it is over. */
export function signatureWrong(): SiteRefusal {
  return new SiteRefusal(401, 'SIGNATURE_WRONG', 'The signature does not fit the request.');
}
