import type { Queryable } from './queryable.ts';

/** Facts from a spool end findings of the past; and a server that nobody migrates for a year goes on. */
const MONTHS_BEHIND = 2;
const MONTHS_AHEAD = 12;

/** Makes the months of `finding_past` around now, and `finding_past_rest` for what lies in none of them. */
export async function createPartitions(client: Queryable, now: Date): Promise<void> {
  await client.query('CREATE TABLE IF NOT EXISTS finding_past_rest PARTITION OF finding_past DEFAULT');
  for (let month = -MONTHS_BEHIND; month <= MONTHS_AHEAD; month++) {
    await createMonth(client, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, 1)));
  }
}

/** What waits for its month in the rest moves there: PostgreSQL makes no partition beside rows that belong to it. */
async function createMonth(client: Queryable, from: Date): Promise<void> {
  const until = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  const name = `finding_past_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  const { rows } = await client.query<{ found: string | null }>('SELECT to_regclass($1)::text AS found', [name]);
  if ((rows[0]?.found ?? null) !== null) return;
  const range = `until >= '${from.toISOString()}' AND until < '${until.toISOString()}'`;
  await client.query('CREATE TEMPORARY TABLE moved (LIKE finding_past) ON COMMIT DROP');
  await client.query(
    `WITH taken AS (DELETE FROM finding_past_rest WHERE ${range} RETURNING *) INSERT INTO moved SELECT * FROM taken`,
  );
  await client.query(
    `CREATE TABLE ${name} PARTITION OF finding_past FOR VALUES FROM ('${from.toISOString()}') TO ('${until.toISOString()}')`,
  );
  await client.query('INSERT INTO finding_past SELECT * FROM moved');
  await client.query('DROP TABLE moved');
}
