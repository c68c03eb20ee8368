import type { Queryable } from '../database/queryable.ts';

/** How a host stood to a rule. */
export interface Stood {
  readonly host: number;
  readonly rule: number;
  /** bigint, as text. */
  readonly body: string;
  readonly verdict: string;
  readonly state: string | null;
}

/** What was told at that moment, of the given targets: the intervals that hold it, their beginning included. */
export async function estateAsOf(
  client: Queryable,
  moment: Date,
  targets: readonly number[],
): Promise<readonly Stood[]> {
  const { rows } = await client.query<Stood>(
    `SELECT found.host, found.rule, found.body, found.verdict, found.state FROM (
       SELECT host, rule, body, verdict, state FROM finding_now WHERE since <= $1
       UNION ALL SELECT host, rule, body, verdict, state FROM finding_past WHERE since <= $1 AND until > $1
     ) found JOIN host ON host.id = found.host WHERE host.target = ANY ($2::integer[])`,
    [moment, targets],
  );
  return rows;
}
