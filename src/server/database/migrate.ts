import { Client } from 'pg';
import { createQueueSchema } from '../queue/boss.ts';
import { type Migration, pendingMigrations } from './migrations.ts';
import { createPartitions } from './partitions.ts';
import { connectionString, type DatabaseAddress } from './pool.ts';
import type { Queryable } from './queryable.ts';
import { grantTo } from './roles.ts';

/** One process at a time; a second waits, and finds nothing left to do. */
const LOCK = 7_019_002;

const TABLE = `CREATE TABLE IF NOT EXISTS migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  ran_at timestamptz NOT NULL DEFAULT now()
)`;

export interface MigrateOptions {
  readonly address: DatabaseAddress;
  /** The role by which `serve` works, without DDL; null where it is the same. */
  readonly role: string | null;
  readonly now: Date;
}

/** Brings the schema up, and answers with the steps that it took. Throws what `pendingMigrations` and `grantTo` throw. */
export async function migrate({ address, role, now }: MigrateOptions): Promise<readonly Migration[]> {
  const client = new Client({ connectionString: connectionString(address), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    const pending = await pendingMigrations(client);
    for (const one of pending) await committed(client, () => run(client, one));
    await createQueueSchema(address);
    await committed(client, async () => {
      await createPartitions(client, now);
      if (role !== null) await grantTo(client, role);
    });
    return pending;
  } finally {
    // The lock goes with its session.
    await client.end();
  }
}

async function run(client: Queryable, { number, name, sql, hash }: Migration): Promise<void> {
  await client.query(sql);
  await client.query('INSERT INTO migration (number, name, hash) VALUES ($1, $2, $3)', [number, name, hash]);
}

async function committed(client: Queryable, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
