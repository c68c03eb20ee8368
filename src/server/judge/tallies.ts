import type { Queryable } from '../database/queryable.ts';

/** What is counted, and for which day. */
export interface Tallied {
  readonly target: number;
  readonly unreachable: number;
  readonly toldAt: Date;
}

/** Hosts that are there with their worst verdict: verdicts are declared worst first. */
const WORST = `SELECT host.id, coalesce(host.cluster, '') AS cluster, min(now.verdict) AS worst
  FROM host LEFT JOIN finding_now now ON now.host = host.id
  WHERE host.target = $1 AND host.gone_at IS NULL GROUP BY host.id`;

/** A host of which nothing is judged is not known to pass. */
const COUNTS = `count(*), count(*) FILTER (WHERE worst = 'fail'),
  count(*) FILTER (WHERE worst = 'unknown' OR worst IS NULL), count(*) FILTER (WHERE worst = 'warn'),
  count(*) FILTER (WHERE worst IN ('waived', 'pass', 'not-applicable'))`;

const BY_RULE = `SELECT rule, verdict, count(*) AS many FROM finding_now now JOIN host ON host.id = now.host
  WHERE host.target = $1 GROUP BY rule, verdict`;

/** The counts of a target for the day, in UTC, from which its newest judgement counts; the last of a day stays. */
export async function tally(client: Queryable, { target, unreachable, toldAt }: Tallied): Promise<void> {
  const day = toldAt.toISOString().slice(0, 10);
  for (const table of ['tally_day', 'tally_rule', 'tally_cluster']) {
    await client.query(`DELETE FROM ${table} WHERE target = $1 AND day = $2`, [target, day]);
  }
  await client.query(
    `INSERT INTO tally_day (day, target, unreachable, hosts, failing, unknowing, warned, passing, verdicts)
     SELECT $2, $1, $3, ${COUNTS}, (SELECT coalesce(jsonb_object_agg(verdict, many), '{}')
       FROM (SELECT verdict, sum(many) AS many FROM (${BY_RULE}) each GROUP BY verdict) sums) FROM (${WORST}) hosts`,
    [target, day, unreachable],
  );
  await client.query(
    `INSERT INTO tally_rule (day, target, rule, verdicts)
     SELECT $2, $1, rule, jsonb_object_agg(verdict, many) FROM (${BY_RULE}) each GROUP BY rule`,
    [target, day],
  );
  await client.query(
    `INSERT INTO tally_cluster (day, target, cluster, hosts, failing, unknowing, warned, passing)
     SELECT $2, $1, cluster, ${COUNTS} FROM (${WORST}) hosts GROUP BY cluster`,
    [target, day],
  );
}
