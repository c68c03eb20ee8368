import type { ConnectionPool } from '../database/transaction.ts';
import { inTransaction } from '../database/transaction.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { judgeApart } from './judge-apart.ts';
import { merge } from './merge.ts';
import { rulesetOf } from './ruleset.ts';
import type { ServerRules } from './server-rules.ts';

interface Kept {
  readonly target: number;
  readonly facts: Buffer | null;
  readonly by_job: boolean;
}

/**
 * Judges one shipment by these rules in a process apart, and keeps what came of it in one transaction. Whoever repeats it
 * changes nothing. Throws what `judgeApart` throws; nothing is kept then.
 */
export async function judgeShipment(pool: ConnectionPool, rules: ServerRules, shipment: string): Promise<void> {
  await judgeKept(pool, rules, { shipment, againAt: null });
}

/** Facts that are known already have `againAt`, from when what today's rules say of them counts. */
export async function judgeKept(
  pool: ConnectionPool,
  rules: ServerRules,
  { shipment, againAt }: { readonly shipment: string; readonly againAt: Date | null },
): Promise<void> {
  const { rows } = await pool.query<Kept>(
    'SELECT target, facts, attempt IS NOT NULL AS by_job FROM shipment WHERE id = $1',
    [shipment],
  );
  const kept = rows[0];
  // Its site was forgotten meanwhile.
  if (kept === undefined) return;
  if (kept.facts === null) throw new EsxcheckError('FACTS_GONE', 'The facts of this shipment are not kept any more.');
  const now = againAt ?? new Date();
  const judgement = await judgeApart({ files: rules.files, facts: kept.facts, now: now.toISOString() });
  if (judgement.rulesHash !== rules.hash)
    throw new EsxcheckError('RULES_CHANGING', 'The rules changed while they were used.');
  await inTransaction(pool, async (client) => {
    const ruleset = await rulesetOf(client, rules);
    await merge(client, { shipment, target: kept.target, ruleset, isWhole: kept.by_job, againAt }, judgement);
  });
}
