import type { Queryable } from '../database/queryable.ts';
import { NEWEST, type Page, type Paged, type pageOf, rowsOf, SHOWN, type View } from './view.ts';

/** Findings of one rule by verdict. Those of stale targets are apart: they are counted in none of the others. */
export interface RuleState {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly isAdvisory: boolean;
  readonly fail: number;
  readonly unknown: number;
  readonly warn: number;
  readonly waived: number;
  readonly pass: number;
  readonly stale: number;
}

const MOST_RULES = 2000;

/** How every rule stands, over all that the reader sees or one vCenter; those that most hosts fail first. */
export function ruleStates(db: Queryable, view: View, target: number | null = null): Promise<readonly RuleState[]> {
  return rules(db, view, '$5::int IS NULL OR seen.id = $5', [target]);
}

/** Rules of advisories alone, where the reader sees exposure. */
export function exposureStates(db: Queryable, view: View): Promise<readonly RuleState[]> {
  return rules(db, view, `seen.sees_exposure AND rule.report ? 'advisory'`, []);
}

function rules(db: Queryable, view: View, which: string, values: readonly unknown[]): Promise<readonly RuleState[]> {
  const verdicts = ['fail', 'unknown', 'warn', 'waived', 'pass'];
  const counts = verdicts.map(
    (verdict) =>
      `coalesce(sum((tally.verdicts ->> '${verdict}')::int) FILTER (WHERE NOT seen.is_stale), 0)::int AS "${verdict}"`,
  );
  const known = verdicts.map((verdict) => `coalesce((tally.verdicts ->> '${verdict}')::int, 0)`).join(' + ');
  return rowsOf<RuleState>(
    db,
    view,
    `, ${NEWEST}
      SELECT rule.id, rule.name, rule.title, rule.severity, rule.report ? 'advisory' AS "isAdvisory",
        ${counts.join(', ')}, coalesce(sum(${known}) FILTER (WHERE seen.is_stale), 0)::int AS stale
      FROM newest seen
      JOIN tally_rule tally ON tally.target = seen.id AND tally.day = seen.day
      JOIN rule ON rule.id = tally.rule
      WHERE ${SHOWN} AND (${which})
      GROUP BY rule.id ORDER BY fail DESC, unknown DESC, warn DESC, rule.name LIMIT ${MOST_RULES}`,
    values,
  );
}

export interface Rule {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly isAdvisory: boolean;
  /** As a scan reports it. */
  readonly report: unknown;
}

/** One rule; none where it is of an advisory and the reader sees no exposure, or judges nothing that the reader sees. */
export async function oneRule(db: Queryable, view: View, id: number): Promise<Rule | null> {
  const [found] = await rowsOf<Rule>(
    db,
    view,
    `, ${NEWEST}
      SELECT rule.id, rule.name, rule.title, rule.severity, rule.report, rule.report ? 'advisory' AS "isAdvisory" FROM rule
      WHERE rule.id = $5 AND EXISTS (
        SELECT FROM newest seen
        JOIN tally_rule tally ON tally.target = seen.id AND tally.day = seen.day AND tally.rule = rule.id
        WHERE ${SHOWN}
      )`,
    [id],
  );
  return found ?? null;
}

/** A host as one rule finds it. */
export interface RuleHost {
  readonly host: number;
  readonly name: string;
  readonly cluster: string | null;
  readonly target: number;
  readonly targetName: string;
  readonly site: string;
  readonly isStale: boolean;
  readonly verdict: string;
  readonly state: string | null;
  readonly since: Date;
  readonly message: string | null;
}

/** Hosts of one verdict of a rule, by name; `stale`: those of stale vCenters, which are in none of the others. */
export function ruleHosts(
  db: Queryable,
  view: View,
  { rule, verdict, page }: { readonly rule: number; readonly verdict: string; readonly page: Page },
): Promise<Paged<RuleHost>> {
  const which =
    verdict === 'stale'
      ? 'seen.is_stale AND $6::text IS NOT NULL'
      : 'NOT seen.is_stale AND finding.verdict = $6::verdict';
  const statement = `, found AS (
      SELECT host.id AS host, host.name, host.cluster, seen.id AS target, seen.name AS "targetName", seen.site,
        seen.is_stale AS "isStale", finding.verdict, finding.state, finding.since, finding.body
      FROM finding_now finding
      JOIN host ON host.id = finding.host AND host.gone_at IS NULL
      JOIN seen ON seen.id = host.target
      JOIN rule ON rule.id = finding.rule
      WHERE finding.rule = $5 AND ${which} AND ${SHOWN}
    ), part AS (SELECT * FROM found ORDER BY lower(name), host LIMIT $7 OFFSET $8)
    SELECT part.*, body.content ->> 'message' AS message
    FROM part JOIN body ON body.id = part.body ORDER BY lower(name), host`;
  return partOf<RuleHost>(db, view, { statement, values: [rule, verdict], page });
}

/** As `pageOf`, for a statement that limits within itself, by `$7` and `$8`, what is joined after it. */
async function partOf<Row extends object>(
  db: Queryable,
  view: View,
  { statement, values, page }: Parameters<typeof pageOf>[2],
): Promise<Paged<Row>> {
  const rows = await rowsOf<Row>(db, view, statement, [...values, page.size + 1, (page.number - 1) * page.size]);
  return { rows: rows.slice(0, page.size), hasMore: rows.length > page.size };
}
