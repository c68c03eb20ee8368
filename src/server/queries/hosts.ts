import type { Queryable } from '../database/queryable.ts';
import { type Page, type Paged, pageOf, rowsOf, SHOWN, type View } from './view.ts';

/** A host in a list, with what is found on it that the reader sees. */
export interface HostRow {
  readonly id: number;
  readonly name: string;
  readonly cluster: string | null;
  readonly datacenter: string | null;
  readonly model: string | null;
  readonly release: string | null;
  readonly build: string | null;
  readonly fail: number;
  readonly unknown: number;
  readonly warn: number;
  readonly lastSeen: Date;
}

const HOST_COLUMNS = `
  host.id, host.name, host.cluster, host.datacenter, host.model, host.release, host.build, host.last_seen AS "lastSeen"`;

/** Hosts of a vCenter, or of one of its clusters (`''`: of none), those that fail most first. */
export function hostsOf(
  db: Queryable,
  view: View,
  { target, cluster, page }: { readonly target: number; readonly cluster: string | null; readonly page: Page },
): Promise<Paged<HostRow>> {
  const statement = `
    SELECT ${HOST_COLUMNS}, found.fail, found.unknown, found.warn
    FROM seen JOIN host ON host.target = seen.id AND host.gone_at IS NULL
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE verdict = 'fail')::int AS fail,
        count(*) FILTER (WHERE verdict = 'unknown')::int AS unknown,
        count(*) FILTER (WHERE verdict = 'warn')::int AS warn
      FROM finding_now finding JOIN rule ON rule.id = finding.rule
      WHERE finding.host = host.id AND finding.verdict IN ('fail', 'unknown', 'warn') AND ${SHOWN}
    ) found
    WHERE seen.id = $5 AND ($6::text IS NULL OR coalesce(host.cluster, '') = $6)
    ORDER BY found.fail DESC, found.unknown DESC, found.warn DESC, host.name, host.id`;
  return pageOf<HostRow>(db, view, { statement, values: [target, cluster], page });
}

/** A host that was looked for by a part of its name. */
export interface FoundHost {
  readonly id: number;
  readonly name: string;
  readonly cluster: string | null;
  readonly target: number;
  readonly targetName: string;
  readonly site: string;
  readonly isStale: boolean;
}

export function findHosts(
  db: Queryable,
  view: View,
  { name, page }: { readonly name: string; readonly page: Page },
): Promise<Paged<FoundHost>> {
  const statement = `
    SELECT host.id, host.name, host.cluster, seen.id AS target, seen.name AS "targetName", seen.site,
      seen.is_stale AS "isStale"
    FROM seen JOIN host ON host.target = seen.id
    WHERE host.gone_at IS NULL AND position(lower($5) IN lower(host.name)) > 0
    ORDER BY lower(host.name), host.id`;
  return pageOf<FoundHost>(db, view, { statement, values: [name], page });
}

export interface HostDetail extends Omit<HostRow, 'fail' | 'unknown' | 'warn'> {
  readonly target: number;
  readonly targetName: string;
  readonly site: string;
  readonly isStale: boolean;
  readonly readAt: Date | null;
  readonly firstSeen: Date;
  /** When a whole reading of its vCenter did not list it any more. */
  readonly goneAt: Date | null;
}

/** One host; none where the reader does not see it. */
export async function oneHost(db: Queryable, view: View, id: number): Promise<HostDetail | null> {
  const [found] = await rowsOf<HostDetail>(
    db,
    view,
    ` SELECT ${HOST_COLUMNS}, host.first_seen AS "firstSeen", host.gone_at AS "goneAt", seen.id AS target,
        seen.name AS "targetName", seen.site, seen.is_stale AS "isStale", seen.read_at AS "readAt"
      FROM host JOIN seen ON seen.id = host.target WHERE host.id = $5`,
    [id],
  );
  return found ?? null;
}

/** How a host stands to one rule, since when. */
export interface HostFinding {
  readonly rule: number;
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly verdict: string;
  readonly state: string | null;
  readonly since: Date;
  readonly message: string | null;
  readonly observed: unknown;
  readonly expected: unknown;
}

const FINDING_COLUMNS = `
  rule.id AS rule, rule.name, rule.title, rule.severity, finding.verdict, finding.state, finding.since,
  body.content ->> 'message' AS message, body.content -> 'observed' AS observed, body.content -> 'expected' AS expected`;

/** Enough for every rule that there is. */
const MOST_FINDINGS = 2000;

/** What is found on a host now, worst first. */
export function hostFindings(db: Queryable, view: View, host: number): Promise<readonly HostFinding[]> {
  return findingsFrom(db, view, { source: 'finding_now', which: 'true', values: [host] });
}

/** What was told of it at a moment of the past. */
export function hostFindingsAt(
  db: Queryable,
  view: View,
  { host, at }: { readonly host: number; readonly at: Date },
): Promise<readonly HostFinding[]> {
  const columns = 'host, rule, body, since, verdict, state';
  const source = `(
    SELECT ${columns} FROM finding_now WHERE host = $5 AND since <= $6
    UNION ALL SELECT ${columns} FROM finding_past WHERE host = $5 AND since <= $6 AND until > $6
  )`;
  return findingsFrom(db, view, { source, which: 'finding.since <= $6', values: [host, at] });
}

function findingsFrom(
  db: Queryable,
  view: View,
  { source, which, values }: { readonly source: string; readonly which: string; readonly values: readonly unknown[] },
): Promise<readonly HostFinding[]> {
  return rowsOf<HostFinding>(
    db,
    view,
    ` SELECT ${FINDING_COLUMNS}
      FROM ${source} finding
      JOIN host ON host.id = finding.host JOIN seen ON seen.id = host.target
      JOIN rule ON rule.id = finding.rule JOIN body ON body.id = finding.body
      WHERE finding.host = $5 AND ${which} AND ${SHOWN}
      ORDER BY finding.verdict, rule.name LIMIT ${MOST_FINDINGS}`,
    values,
  );
}

/** A moment at which a rule was found otherwise on a host than before; `before` is null where it was judged for the first time. */
export interface HostEvent {
  readonly at: Date;
  readonly rule: number;
  readonly name: string;
  readonly title: string;
  readonly before: string | null;
  readonly verdict: string;
  readonly message: string | null;
}

/** The year of a host, newest first. */
export function hostTimeline(
  db: Queryable,
  view: View,
  { host, page }: { readonly host: number; readonly page: Page },
): Promise<Paged<HostEvent>> {
  const columns = 'host, rule, body, since, verdict';
  const statement = `, told AS (
      SELECT ${columns} FROM finding_now WHERE host = $5
      UNION ALL SELECT ${columns} FROM finding_past, seen_now
        WHERE host = $5 AND until >= seen_now.now - interval '1 year'
    ), moved AS (
      SELECT *, lag(verdict) OVER (PARTITION BY rule ORDER BY since) AS before FROM told
    )
    SELECT moved.since AS at, rule.id AS rule, rule.name, rule.title, moved.before, moved.verdict,
      body.content ->> 'message' AS message
    FROM moved
    JOIN host ON host.id = moved.host JOIN seen ON seen.id = host.target
    JOIN rule ON rule.id = moved.rule JOIN body ON body.id = moved.body
    WHERE ${SHOWN} AND moved.before IS DISTINCT FROM moved.verdict
    ORDER BY moved.since DESC, moved.verdict, rule.name`;
  return pageOf<HostEvent>(db, view, {
    statement: `, seen_now AS (SELECT $4::timestamptz AS now)${statement}`,
    values: [host],
    page,
  });
}
