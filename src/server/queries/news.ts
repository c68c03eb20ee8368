import type { Queryable } from '../database/queryable.ts';
import { rowsOf, SHOWN, type View } from './view.ts';

/** Something that whoever watches the estate wants to be told, once. */
export interface News {
  /** The same for the same thing however often it is looked for. */
  readonly subject: string;
  readonly kind: 'failing' | 'stale' | 'dead';
  readonly site: string;
  readonly targetName: string;
  /** Findings that newly fail; 1 for what is no finding. */
  readonly count: number;
  /** Hosts that they are on. */
  readonly hosts: number;
  /** Rules that newly fail, or the error; may hold anything. */
  readonly detail: readonly string[];
}

/** Older judgements are no news. */
const NEWS_AGE = `interval '2 days'`;

/** So many rules of one judgement are named at most. */
const MOST_RULES = 20;

const IS_NEW = `NOT EXISTS (
  SELECT FROM finding_past past WHERE past.host = finding.host AND past.rule = finding.rule
    AND past.until = finding.since AND past.verdict = 'fail')`;

/** What newly fails by the judgements of two days, what is stale, and what could not be judged, of the sites of the view. */
export function newsOf(db: Queryable, view: View): Promise<readonly News[]> {
  return rowsOf<News>(
    db,
    view,
    `, failing AS (
        SELECT 'failing:' || scan.id AS subject, 'failing' AS kind, seen.site, seen.name AS "targetName",
          count(*)::int AS count, count(DISTINCT host.id)::int AS hosts,
          (array_agg(DISTINCT rule.name))[1:${MOST_RULES}] AS detail
        FROM seen
        JOIN scan ON scan.target = seen.id AND scan.is_current AND scan.judged_at >= seen.now - ${NEWS_AGE}
        JOIN host ON host.target = seen.id AND host.gone_at IS NULL
        JOIN finding_now finding ON finding.host = host.id AND finding.verdict = 'fail' AND finding.scan = scan.id
        JOIN rule ON rule.id = finding.rule
        WHERE ${SHOWN} AND ${IS_NEW}
        GROUP BY scan.id, seen.site, seen.name
      ), stale AS (
        SELECT 'stale:' || id || ':' || coalesce(extract(epoch FROM read_at)::text, 'never') AS subject, 'stale' AS kind, site,
          name AS "targetName", 1 AS count, 0 AS hosts, array_remove(ARRAY[failed_code], NULL) AS detail
        FROM seen WHERE is_stale
      ), dead AS (
        SELECT 'dead:' || shipment.id AS subject, 'dead' AS kind, seen.site, seen.name AS "targetName", 1 AS count, 0 AS hosts,
          array_remove(ARRAY[shipment.error], NULL) AS detail
        FROM shipment JOIN seen ON seen.id = shipment.target WHERE shipment.judging = 'dead'
      )
      SELECT * FROM failing UNION ALL SELECT * FROM stale UNION ALL SELECT * FROM dead
      ORDER BY kind, site, "targetName", subject`,
  );
}

/** Marks what a channel is about to be told, within the transaction of the telling; those subjects that it was not told before. */
export async function claimNews(
  client: Queryable,
  channel: string,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ subject: string }>(
    `INSERT INTO told (channel, subject) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING RETURNING subject`,
    [channel, subjects],
  );
  return new Set(rows.map(({ subject }) => subject));
}
