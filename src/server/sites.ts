import { EsxcheckError } from '../model/errors.ts';
import { audit } from './audit/append.ts';
import type { Queryable } from './database/queryable.ts';
import { type ConnectionPool, inTransaction } from './database/transaction.ts';
import type { Queue } from './queue/boss.ts';
import { createCode } from './site-routes/keys.ts';
import { SITE_NAME } from '../site/signatures.ts';

/** Who gives an order at the centre, `operator:LOGIN`. */
export interface Operator {
  readonly actor: string;
}

/** Adds a site, or lets one that is there or was revoked enrol again; answers with its one-time code. Throws SITE_INVALID. */
export async function addSite(pool: ConnectionPool, name: string, { actor }: Operator): Promise<string> {
  if (!SITE_NAME.test(name)) {
    throw new EsxcheckError('SITE_INVALID', `${JSON.stringify(name)} cannot be the name of a site.`, {
      details: ['A name has 1 to 40 of the characters a-z, 0-9 and -.'],
    });
  }
  return inTransaction(pool, async (client) => {
    await client.query('INSERT INTO site (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET revoked_at = NULL', [
      name,
    ]);
    const code = await createCode(client, name, new Date());
    await audit(client, { actor, action: 'site added', detail: { site: name } });
    return code;
  });
}

/** A site as it is listed. */
export interface ListedSite {
  readonly name: string;
  readonly revoked: boolean;
  readonly targets: number;
  /** Of the newest key that holds; null where none does. */
  readonly keyExpiresAt: Date | null;
  readonly heardAt: Date | null;
}

export async function listSites(client: Queryable): Promise<readonly ListedSite[]> {
  const { rows } = await client.query<ListedSite>(
    `SELECT s.name, s.revoked_at IS NOT NULL AS revoked, s.heard_at AS "heardAt",
        (SELECT count(*)::int FROM target t WHERE t.site = s.name) AS targets,
        (SELECT max(k.expires_at) FROM site_key k
          WHERE k.site = s.name AND k.revoked_at IS NULL AND k.expires_at > now()) AS "keyExpiresAt"
      FROM site s ORDER BY s.name`,
  );
  return rows;
}

/** Takes keys, codes and schedules of a site away; what it told stays. Throws SITE_UNKNOWN. */
export async function revokeSite(pool: ConnectionPool, queue: Queue, name: string, { actor }: Operator): Promise<void> {
  const targets = await inTransaction(pool, async (client) => {
    await requireSite(client, name);
    await client.query('UPDATE site SET revoked_at = now() WHERE name = $1 AND revoked_at IS NULL', [name]);
    await client.query('UPDATE site_key SET revoked_at = now() WHERE site = $1 AND revoked_at IS NULL', [name]);
    await client.query('DELETE FROM site_code WHERE site = $1', [name]);
    await audit(client, { actor, action: 'site revoked', detail: { site: name } });
    return targetsOf(client, name);
  });
  for (const target of targets) await queue.schedule(target, []);
}

/** What was deleted with a site; the audit trail keeps the same. */
export interface Receipt {
  readonly site: string;
  readonly targets: number;
  readonly hosts: number;
  readonly shipments: number;
  readonly pastFindings: number;
}

/** Deletes a site and all that it told. Throws SITE_UNKNOWN, LEGAL_HOLD. */
export async function forgetSite(
  pool: ConnectionPool,
  queue: Queue,
  name: string,
  { actor }: Operator,
): Promise<Receipt> {
  const { receipt, targets } = await inTransaction(pool, async (client) => {
    if ((await requireSite(client, name)).legalHold) {
      throw new EsxcheckError('LEGAL_HOLD', `What the site ${name} told is under legal hold, and is not deleted.`, {
        details: ['Lift the hold first, where that is allowed.'],
      });
    }
    const targets = await targetsOf(client, name);
    const counted = await countedOf(client, targets);
    const { rowCount } = await client.query(
      'DELETE FROM finding_past WHERE host IN (SELECT id FROM host WHERE target = ANY($1::int[]))',
      [targets],
    );
    // Findings of now hold on to their scans, which go with the target.
    await client.query('DELETE FROM finding_now WHERE host IN (SELECT id FROM host WHERE target = ANY($1::int[]))', [
      targets,
    ]);
    await client.query('DELETE FROM site WHERE name = $1', [name]);
    const receipt = { site: name, targets: targets.length, ...counted, pastFindings: rowCount ?? 0 };
    await audit(client, { actor, action: 'site forgotten', detail: { ...receipt } });
    return { receipt, targets };
  });
  for (const target of targets) await queue.removeTarget(target);
  return receipt;
}

async function countedOf(client: Queryable, targets: readonly number[]): Promise<{ hosts: number; shipments: number }> {
  const { rows } = await client.query<{ hosts: number; shipments: number }>(
    `SELECT (SELECT count(*)::int FROM host WHERE target = ANY($1::int[])) AS hosts,
            (SELECT count(*)::int FROM shipment WHERE target = ANY($1::int[])) AS shipments`,
    [targets],
  );
  return rows[0] ?? { hosts: 0, shipments: 0 };
}

async function targetsOf(client: Queryable, site: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: number }>('SELECT id FROM target WHERE site = $1 ORDER BY id', [site]);
  return rows.map(({ id }) => id);
}

async function requireSite(client: Queryable, name: string): Promise<{ readonly legalHold: boolean }> {
  const { rows } = await client.query<{ legalHold: boolean }>(
    'SELECT legal_hold AS "legalHold" FROM site WHERE name = $1 FOR UPDATE',
    [name],
  );
  const [row] = rows;
  if (row !== undefined) return row;
  throw new EsxcheckError('SITE_UNKNOWN', `There is no site ${JSON.stringify(name)}.`, {
    details: ['esxcheck-server site list shows all.'],
  });
}
