import { createHash } from 'node:crypto';
import type { Queryable } from '../database/queryable.ts';

export interface AuditEvent {
  /** `site:NAME`, `person:SUBJECT`, `token:NAME`, `operator:LOGIN`. */
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One writer at a time: each entry holds the hash of the one before it. */
const LOCK = 7_019_001;

/** Adds an entry to the audit trail, within the transaction of the caller. */
export async function audit(client: Queryable, { actor, action, detail }: AuditEvent): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  const { rows } = await client.query<{ number: string; hash: Buffer }>(
    'SELECT number::text, hash FROM audit ORDER BY audit.number DESC LIMIT 1',
  );
  const previous = rows[0]?.hash ?? Buffer.alloc(32);
  const number = String(BigInt(rows[0]?.number ?? 0) + 1n);
  const at = new Date().toISOString();
  const text = JSON.stringify(detail);
  const hash = createHash('sha256')
    .update(previous)
    .update(JSON.stringify([number, at, actor, action, text]))
    .digest();
  await client.query(
    'INSERT INTO audit (number, at, actor, action, detail, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [number, at, actor, action, text, previous, hash],
  );
}
