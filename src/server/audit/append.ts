import { createHash } from 'node:crypto';
import { canonicalText } from '../../plan/canonical.ts';
import type { Queryable } from '../database/queryable.ts';

/** Something that was done, for the trail. */
export interface AuditEvent {
  /** `site:NAME`, `person:SUBJECT`, `token:NAME`, `operator:LOGIN`. */
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Entry extends AuditEvent {
  readonly number: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly previous: Buffer;
}

/** One writer at a time: each entry holds the hash of the one before it. */
const LOCK = 7_019_001;

/** What stands before the first entry. */
const NOTHING = Buffer.alloc(32);

/** Adds an entry to the audit trail, within the transaction of the caller. */
export async function audit(client: Queryable, event: AuditEvent): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  const { rows } = await client.query<{ number: string; hash: Buffer }>(
    'SELECT number::text AS number, hash FROM audit ORDER BY audit.number DESC LIMIT 1',
  );
  const previous = rows[0]?.hash ?? NOTHING;
  const number = String(BigInt(rows[0]?.number ?? 0) + 1n);
  const at = new Date().toISOString();
  const detail = JSON.parse(JSON.stringify(event.detail)) as AuditEvent['detail'];
  await client.query(
    'INSERT INTO audit (number, at, actor, action, detail, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      number,
      at,
      event.actor,
      event.action,
      JSON.stringify(detail),
      previous,
      hashOf({ ...event, detail, number, at, previous }),
    ],
  );
}

const PAGE = 1000;

/** The number of the first entry that was changed, or stands where one is missing; null where the chain is whole. */
export async function firstBrokenEntry(client: Queryable): Promise<string | null> {
  let previous: Buffer = NOTHING;
  for (let next = 1n; ;) {
    const { rows } = await client.query<Omit<Entry, 'at'> & { at: Date; hash: Buffer }>(
      `SELECT number::text AS number, at, actor, action, detail, previous, hash
         FROM audit WHERE audit.number >= $1 ORDER BY audit.number LIMIT ${PAGE}`,
      [String(next)],
    );
    for (const row of rows) {
      const hash = hashOf({ ...row, at: row.at.toISOString() });
      if (row.number !== String(next) || !row.previous.equals(previous) || !row.hash.equals(hash)) return row.number;
      previous = row.hash;
      next += 1n;
    }
    if (rows.length < PAGE) return null;
  }
}

function hashOf({ previous, number, at, actor, action, detail }: Entry): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(canonicalText([number, at, actor, action, detail]))
    .digest();
}
