import type { Queryable } from '../database/queryable.ts';
import { type ConnectionPool, inTransaction } from '../database/transaction.ts';

/** What was forgotten. */
export interface Forgotten {
  readonly months: readonly string[];
  readonly findings: number;
  readonly shipments: number;
  readonly bodies: number;
}

const DAY_MS = 86_400_000;

/**
 * Forgets what ended more than so many days ago: whole months where no site is on legal hold, single rows of the other sites where one is.
 * Facts go with the last finding that rests on them; those of the newest judgement of a target are always kept.
 */
export async function forgetPast(pool: ConnectionPool, days: number, now: Date): Promise<Forgotten> {
  const before = new Date(now.getTime() - days * DAY_MS);
  return inTransaction(pool, async (client) => {
    const held = await isAnyHeld(client);
    const months = held ? [] : await dropMonths(client, before);
    const findings = await count(client, FORGET_FINDINGS, [before]);
    const shipments = await count(client, FORGET_FACTS, [before]);
    await client.query(FORGET_TALLIES, [before]);
    const bodies = await count(client, FORGET_BODIES, []);
    return { months, findings, shipments, bodies };
  });
}

async function isAnyHeld(client: Queryable): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM site WHERE legal_hold LIMIT 1');
  return rows.length > 0;
}

/** Months that were over before that moment. */
async function dropMonths(client: Queryable, before: Date): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'finding_past'::regclass AND c.relname ~ '^finding_past_[0-9]{4}_[0-9]{2}$' ORDER BY 1`,
  );
  const month = before.toISOString().slice(0, 7).replace('-', '_');
  const over = rows.map(({ name }) => name).filter((name) => name.slice('finding_past_'.length) < month);
  for (const name of over) await client.query(`DROP TABLE ${name}`);
  return over;
}

async function count(client: Queryable, statement: string, values: readonly unknown[]): Promise<number> {
  return (await client.query(statement, values)).rowCount ?? 0;
}

const FORGET_FINDINGS = `DELETE FROM finding_past p USING host h, target t, site s
 WHERE h.id = p.host AND t.id = h.target AND s.name = t.site AND NOT s.legal_hold AND p.until < $1`;

const FORGET_FACTS = `UPDATE shipment sh SET facts = NULL FROM target t, site s
 WHERE t.id = sh.target AND s.name = t.site AND NOT s.legal_hold AND sh.facts IS NOT NULL AND sh.judging <> 'waiting' AND sh.read_at < $1
   AND NOT EXISTS (SELECT FROM scan c JOIN finding_now f ON f.scan = c.id WHERE c.shipment = sh.id)
   AND NOT EXISTS (SELECT FROM scan c JOIN finding_past f ON f.scan = c.id WHERE c.shipment = sh.id)
   AND sh.id <> coalesce((SELECT c.shipment FROM scan c WHERE c.target = sh.target AND c.is_current ORDER BY c.told_at DESC, c.id DESC LIMIT 1), 0)`;

const FORGET_TALLIES = `WITH free AS (SELECT t.id FROM target t JOIN site s ON s.name = t.site WHERE NOT s.legal_hold),
 days AS (DELETE FROM tally_day WHERE day < $1::date AND target IN (SELECT id FROM free)),
 rules AS (DELETE FROM tally_rule WHERE day < $1::date AND target IN (SELECT id FROM free))
 DELETE FROM tally_cluster WHERE day < $1::date AND target IN (SELECT id FROM free)`;

const FORGET_BODIES = `DELETE FROM body b WHERE NOT EXISTS (SELECT FROM finding_now f WHERE f.body = b.id)
  AND NOT EXISTS (SELECT FROM finding_past f WHERE f.body = b.id)`;
