import { VERDICTS, type Verdict } from '../../model/finding.ts';
import type { Trend, TrendPoint } from '../../model/trend.ts';
import type { Database } from './database.ts';
import { scansLike } from './store.ts';

/** What is counted together. */
export interface TrendQuery {
  /** Scans that asked these targets and no others: what others found would make a trend of nothing. Null: all. */
  readonly targets: readonly string[] | null;
  /** That started then or later; ISO 8601. Null: all. */
  readonly since: string | null;
  readonly byRule: boolean;
  readonly byCluster: boolean;
}

type Counts = Record<Verdict, number>;

/** How findings stood scan by scan, oldest first: of everything, or of each rule, each cluster, or both. Hosts in no cluster are in ''. */
export function trendsIn(database: Database, query: TrendQuery): readonly Trend[] {
  const trends = new Map<string, Growing>();
  const meant = query.targets === null ? null : new Set(scansLike(database, query.targets).map(({ id }) => id));
  for (const row of rowsOf(database, query)) {
    if (meant !== null && !meant.has(Number(row['id']))) continue;
    const rule = query.byRule ? String(row['rule']) : null;
    const cluster = query.byCluster ? String(row['cluster']) : null;
    const key = JSON.stringify([rule, cluster]);
    const trend = trends.get(key) ?? { rule, cluster, points: [], lastScan: 0 };
    trends.set(key, trend);
    addTo(trend, row);
  }
  return [...trends.values()].map(({ rule, cluster, points }) => ({ rule, cluster, points }));
}

interface Growing extends Trend {
  readonly points: TrendPoint[];
  lastScan: number;
}

/** Rows of one scan stand together, so that the last point is the one to add to. */
function addTo(trend: Growing, row: Readonly<Record<string, unknown>>): void {
  const scan = Number(row['id']);
  if (trend.lastScan !== scan) {
    trend.points.push({ at: String(row['started_at']), hosts: Number(row['hosts']), findings: nothing() });
    trend.lastScan = scan;
  }
  const verdict = VERDICTS.find((one) => one === row['verdict']);
  const counts = trend.points.at(-1)?.findings as Counts;
  if (verdict !== undefined) counts[verdict] += Number(row['count']);
}

function nothing(): Counts {
  return { fail: 0, unknown: 0, warn: 0, waived: 0, pass: 0, 'not-applicable': 0 };
}

function rowsOf(database: Database, { since, byRule, byCluster }: TrendQuery): ReturnType<Database['all']> {
  const keys = [...(byRule ? ['tally.rule'] : []), ...(byCluster ? ['tally.cluster'] : [])];
  const hosts = byCluster ? 'place.hosts' : 'scan.hosts';
  const join = byCluster ? 'JOIN place ON place.scan = scan.id AND place.cluster = tally.cluster' : '';
  const columns = ['scan.id', 'scan.started_at', `${hosts} AS hosts`, 'tally.verdict', ...keys].join(', ');
  return database.all(
    `SELECT ${columns}, SUM(tally.count) AS count
     FROM scan JOIN tally ON tally.scan = scan.id ${join}
     WHERE scan.started_at >= ?
     GROUP BY ${['scan.id', 'tally.verdict', ...keys].join(', ')}
     ORDER BY scan.started_at, scan.id`,
    [since ?? ''],
  );
}
