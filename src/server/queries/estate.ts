import type { Queryable } from '../database/queryable.ts';
import { rowsOf, type View } from './view.ts';

/** Hosts by their worst verdict. */
export interface HostCounts {
  readonly hosts: number;
  readonly failing: number;
  readonly unknowing: number;
  readonly warned: number;
  readonly passing: number;
}

/** One vCenter: how its hosts stood when it was last judged. Counts are null where it never was. */
export interface TargetState extends Nullable<HostCounts> {
  readonly id: number;
  readonly site: string;
  readonly name: string;
  readonly product: string | null;
  readonly readAt: Date | null;
  readonly failedAt: Date | null;
  readonly failedCode: string | null;
  readonly failedMessage: string | null;
  readonly worker: string | null;
  readonly workerVersion: string | null;
  /** Never read, read too long ago, or failed since: what is known of it is no longer known to hold. */
  readonly isStale: boolean;
  /** The day that the counts are of, `2026-12-01`. */
  readonly day: string | null;
  readonly unreachable: number | null;
}

type Nullable<Members> = { readonly [Name in keyof Members]: Members[Name] | null };

/** So many vCenters are listed at most. */
const MOST_TARGETS = 1000;

const TARGET_COLUMNS = `
  seen.id, seen.site, seen.name, seen.product, seen.read_at AS "readAt", seen.failed_at AS "failedAt",
  seen.failed_code AS "failedCode", seen.failed_message AS "failedMessage", seen.worker,
  seen.worker_version AS "workerVersion"`;

const TALLY_COLUMNS = `
  tally.day::text, tally.hosts, tally.unreachable, tally.failing, tally.unknowing, tally.warned, tally.passing`;

/** Every vCenter that the reader sees, as of now; sites and names in order. */
export function estateNow(db: Queryable, view: View): Promise<readonly TargetState[]> {
  return targets(db, view, 'true', []);
}

/** One vCenter; none where the reader does not see it. */
export async function oneTarget(db: Queryable, view: View, id: number): Promise<TargetState | null> {
  const [found] = await targets(db, view, 'seen.id = $5', [id]);
  return found ?? null;
}

function targets(
  db: Queryable,
  view: View,
  which: string,
  values: readonly unknown[],
): Promise<readonly TargetState[]> {
  return rowsOf<TargetState>(
    db,
    view,
    ` SELECT ${TARGET_COLUMNS}, seen.is_stale AS "isStale", ${TALLY_COLUMNS}
      FROM seen
      LEFT JOIN LATERAL (
        SELECT * FROM tally_day WHERE tally_day.target = seen.id ORDER BY day DESC LIMIT 1
      ) tally ON true
      WHERE ${which} ORDER BY seen.site, seen.name LIMIT ${MOST_TARGETS}`,
    values,
  );
}

/** As it was told on a day, `2026-11-30`: a target that was not judged for longer than `staleHours` then is stale. */
export function estateOn(db: Queryable, view: View, day: string): Promise<readonly TargetState[]> {
  return rowsOf<TargetState>(
    db,
    view,
    ` SELECT ${TARGET_COLUMNS}, ${TALLY_COLUMNS},
        (tally.day IS NULL OR tally.day < $5::date - (seen.now - $3::timestamptz)) AS "isStale"
      FROM seen
      LEFT JOIN LATERAL (
        SELECT * FROM tally_day WHERE tally_day.target = seen.id AND day <= $5::date ORDER BY day DESC LIMIT 1
      ) tally ON true
      WHERE seen.added_at < $5::date + 1
      ORDER BY seen.site, seen.name LIMIT ${MOST_TARGETS}`,
    [day],
  );
}

/** All hosts of one day; those whose vCenter was not judged that day are `unread`, whatever they were before. */
export interface TrendDay extends HostCounts {
  readonly day: string;
  readonly unread: number;
}

/** The last `days` days, oldest first. Of a vCenter or site that the reader does not see, nothing. */
export function estateTrend(
  db: Queryable,
  view: View,
  { days, target }: { readonly days: number; readonly target: number | null },
): Promise<readonly TrendDay[]> {
  return rowsOf<TrendDay>(
    db,
    view,
    `, dated AS (
        SELECT seen.id AS target, d::date AS day
        FROM seen, generate_series(seen.now::date - ($5::int - 1), seen.now::date, interval '1 day') d
        WHERE $6::int IS NULL OR seen.id = $6
      ), tallied AS (
        SELECT dated.day, tally.hosts, tally.failing, tally.unknowing, tally.warned, tally.passing, dated.target,
          count(tally.hosts) OVER (PARTITION BY dated.target ORDER BY dated.day) AS spell
        FROM dated LEFT JOIN tally_day tally ON tally.target = dated.target AND tally.day = dated.day
      ), carried AS (
        SELECT *, coalesce(first_value(hosts) OVER (PARTITION BY target, spell ORDER BY day), 0) AS known FROM tallied
      )
      SELECT day::text, sum(known)::int AS hosts, coalesce(sum(failing), 0)::int AS failing,
        coalesce(sum(unknowing), 0)::int AS unknowing, coalesce(sum(warned), 0)::int AS warned,
        coalesce(sum(passing), 0)::int AS passing, coalesce(sum(known) FILTER (WHERE hosts IS NULL), 0)::int AS unread
      FROM carried GROUP BY day HAVING sum(known) > 0 ORDER BY day`,
    [days, target],
  );
}

/** The whole estate in a few numbers. */
export interface EstateTotals extends HostCounts {
  readonly targets: number;
  readonly staleTargets: number;
  /** Hosts of stale targets: in none of the other counts but `hosts`. */
  readonly stale: number;
}

/** A host of a stale target is stale: neither passing nor failing. Pure. */
export function totalsOf(states: readonly TargetState[]): EstateTotals {
  const fresh = states.filter(({ isStale }) => !isStale);
  const stale = states.filter(({ isStale }) => isStale);
  return {
    targets: states.length,
    staleTargets: stale.length,
    hosts: sum(states, 'hosts'),
    stale: sum(stale, 'hosts'),
    failing: sum(fresh, 'failing'),
    unknowing: sum(fresh, 'unknowing'),
    warned: sum(fresh, 'warned'),
    passing: sum(fresh, 'passing'),
  };
}

function sum(states: readonly TargetState[], member: keyof HostCounts): number {
  return states.reduce((total, state) => total + (state[member] ?? 0), 0);
}
