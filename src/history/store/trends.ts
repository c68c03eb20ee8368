import { type Verdict, VERDICTS } from '../../model/finding.ts';
import { currentRuleId } from '../../model/moved-rules.ts';
import type { StoredScan, Trend, TrendPoint } from '../../model/history.ts';
import type { Database } from './database.ts';
import { listScans, scansLike } from './store.ts';

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
  const meant = new Map(scansMeant(database, query).map((scan) => [scan.id, scan]));
  for (const row of rowsOf(database, query)) {
    const scan = meant.get(Number(row['id']));
    if (scan === undefined) continue;
    const rule = query.byRule ? currentRuleId(String(row['rule'])) : null;
    const cluster = query.byCluster ? String(row['cluster']) : null;
    const key = JSON.stringify([rule, cluster]);
    const trend = trends.get(key) ?? { rule, cluster, points: [], lastScan: 0 };
    trends.set(key, trend);
    addTo(trend, row, scan);
  }
  return [...trends.values()].map(({ rule, cluster, points }) => ({ rule, cluster, points }));
}

function scansMeant(database: Database, { targets }: TrendQuery): readonly StoredScan[] {
  return targets === null
    ? listScans(database, { since: null, before: null, limit: null })
    : scansLike(database, targets);
}

interface Growing extends Trend {
  readonly points: TrendPoint[];
  lastScan: number;
}

/** Rows of one scan stand together, so that the last point is the one to add to. */
function addTo(trend: Growing, row: Readonly<Record<string, unknown>>, { id, startedAt, targets }: StoredScan): void {
  if (trend.lastScan !== id) {
    const complete = targets.every((target) => target.complete);
    trend.points.push({ at: startedAt, hosts: Number(row['hosts']), complete, findings: nothing() });
    trend.lastScan = id;
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
  const columns = ['scan.id', `${hosts} AS hosts`, 'tally.verdict', ...keys].join(', ');
  return database.all(
    `SELECT ${columns}, SUM(tally.count) AS count
     FROM scan JOIN tally ON tally.scan = scan.id ${join}
     WHERE scan.started_at >= ?
     GROUP BY ${['scan.id', 'tally.verdict', ...keys].join(', ')}
     ORDER BY scan.started_at, scan.id`,
    [since ?? ''],
  );
}
