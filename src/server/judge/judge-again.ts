import type { ConnectionPool } from '../database/transaction.ts';
import { judgeKept } from './judge-shipment.ts';
import type { ServerRules } from './server-rules.ts';

/** Of one site, or of all; `now`: from when the new judgement counts. */
export interface AgainOptions {
  readonly site?: string | null;
  readonly now?: Date;
}

/**
 * Judges the newest facts of each target by these rules: the last that came to its end, and those that were lost after it. Scans
 * of before stay as they were. Answers with how many shipments were judged; those that these rules judged already are not again.
 */
export async function judgeAgain(
  pool: ConnectionPool,
  rules: ServerRules,
  { site = null, now = new Date() }: AgainOptions = {},
): Promise<number> {
  const { rows } = await pool.query<{ shipment: string }>(NEWEST, [site, Buffer.from(rules.hash, 'hex')]);
  for (const { shipment } of rows) await judgeKept(pool, rules, { shipment, againAt: now });
  return rows.length;
}

const NEWEST = `
  WITH base AS (
    SELECT target, max(read_at) AS read_at FROM scan WHERE is_current AND NOT is_lost GROUP BY target)
  SELECT shipment.id AS shipment FROM shipment JOIN target ON target.id = shipment.target
    LEFT JOIN base ON base.target = shipment.target
   WHERE ($1::text IS NULL OR target.site = $1) AND shipment.facts IS NOT NULL
     AND EXISTS (SELECT FROM scan WHERE scan.shipment = shipment.id AND is_current)
     AND (base.read_at IS NULL OR shipment.read_at >= base.read_at)
     AND NOT EXISTS (SELECT FROM scan JOIN ruleset ON ruleset.id = scan.ruleset
       WHERE scan.shipment = shipment.id AND is_current AND ruleset.hash = $2)
   ORDER BY shipment.target, shipment.read_at, shipment.id`;
