import type { Queryable } from '../database/queryable.ts';
import { type Page, type Paged, pageOf, rowsOf, SHOWN, type View } from './view.ts';

/** What was found otherwise than before, host by host; a rule or host that is new counts as what it is found to be. */
export interface ChangeCounts {
  /** Findings that fail and did not. */
  readonly newlyFailing: number;
  /** Hosts with at least one of them. */
  readonly hosts: number;
  /** That failed, and pass or are no longer asked. */
  readonly fixed: number;
  readonly newlyUnknown: number;
  readonly other: number;
}

/** Findings of hosts that are there, whose verdict differs from the one before it, since `$5`. */
const CHANGED = `
  changed AS (
    SELECT finding.host, finding.rule, finding.body, finding.since, finding.verdict, past.verdict AS before,
      host.name AS host_name, host.cluster, host.target
    FROM finding_now finding
    JOIN host ON host.id = finding.host AND host.gone_at IS NULL
    JOIN seen ON seen.id = host.target
    JOIN rule ON rule.id = finding.rule
    LEFT JOIN finding_past past ON past.host = finding.host AND past.rule = finding.rule
      AND past.until = finding.since AND past.until >= $5
    WHERE finding.since >= $5 AND ${SHOWN} AND past.verdict IS DISTINCT FROM finding.verdict
  )`;

const IS_FIXED = `before = 'fail' AND verdict IN ('pass', 'not-applicable')`;

/** How many, in the reader's part of the estate or in one vCenter. */
export async function changeCounts(
  db: Queryable,
  view: View,
  { since, target }: { readonly since: Date; readonly target: number | null },
): Promise<ChangeCounts> {
  const [counts] = await rowsOf<ChangeCounts>(
    db,
    view,
    `, ${CHANGED}
      SELECT count(*) FILTER (WHERE verdict = 'fail')::int AS "newlyFailing",
        count(DISTINCT host) FILTER (WHERE verdict = 'fail')::int AS hosts,
        count(*) FILTER (WHERE ${IS_FIXED})::int AS fixed,
        count(*) FILTER (WHERE verdict = 'unknown')::int AS "newlyUnknown",
        count(*) FILTER (WHERE NOT (verdict IN ('fail', 'unknown') OR coalesce(${IS_FIXED}, false)))::int AS other
      FROM changed WHERE $6::int IS NULL OR target = $6`,
    [since, target],
  );
  return counts ?? { newlyFailing: 0, hosts: 0, fixed: 0, newlyUnknown: 0, other: 0 };
}

export interface Change {
  readonly at: Date;
  readonly host: number;
  readonly hostName: string;
  readonly cluster: string | null;
  readonly target: number;
  readonly targetName: string;
  readonly site: string;
  readonly rule: number;
  readonly ruleName: string;
  readonly title: string;
  readonly severity: string;
  readonly before: string | null;
  readonly verdict: string;
}

/** What changed since a moment: what fails now first, then what is unknown. */
export function changes(
  db: Queryable,
  view: View,
  { since, page }: { readonly since: Date; readonly page: Page },
): Promise<Paged<Change>> {
  const statement = `, ${CHANGED}
    SELECT changed.since AS at, changed.host, changed.host_name AS "hostName", changed.cluster, seen.id AS target,
      seen.name AS "targetName", seen.site, rule.id AS rule, rule.name AS "ruleName", rule.title, rule.severity,
      changed.before, changed.verdict
    FROM changed JOIN seen ON seen.id = changed.target JOIN rule ON rule.id = changed.rule
    ORDER BY changed.verdict, changed.since DESC, changed.host_name, changed.host, rule.name`;
  return pageOf<Change>(db, view, { statement, values: [since], page });
}
