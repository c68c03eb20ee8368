import type { Queryable } from './queryable.ts';

/** What lends connections; pg's `Pool` fits it. */
export interface ConnectionPool extends Queryable {
  connect(): Promise<Queryable & { release(error?: boolean): void }>;
}

/** All of it is committed, or none. A connection that could not be rolled back is not used again. */
export async function inTransaction<Result>(
  pool: ConnectionPool,
  work: (client: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}
