import type { Queryable } from '../database/queryable.ts';
import { rowsOf, type View } from './view.ts';

/** A waiver as it is written in the config that was judged by last. */
export interface WaiverRow {
  readonly rule: string;
  readonly host: string | null;
  readonly cluster: string | null;
  readonly datacenter: string | null;
  readonly target: string | null;
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string | null;
  /** The last day that it holds. */
  readonly expires: string;
  readonly place: string | null;
  readonly daysLeft: number;
}

const MOST_WAIVERS = 500;

/** Globs of a config as PostgreSQL matches them; a member that is not there matches everything. */
function matches(column: string, member: string): string {
  const glob = `waiver ->> '${member}'`;
  const escaped = `replace(replace(replace(lower(${glob}), '\\', '\\\\'), '%', '\\%'), '_', '\\_')`;
  return `(${glob} IS NULL OR lower(coalesce(${column}, '')) LIKE replace(replace(${escaped}, '*', '%'), '?', '_'))`;
}

/**
 * Those that end within so many days, and those that ended as long ago, the first to end first. Who sees some sites only sees those
 * that speak of a host there by its name, cluster, datacenter or vCenter; names of folders, tags and attributes are of all sites.
 */
export function endingWaivers(db: Queryable, view: View, days: number): Promise<readonly WaiverRow[]> {
  return rowsOf<WaiverRow>(
    db,
    view,
    `, written AS (
        SELECT waiver, (waiver ->> 'expires')::date - $4::timestamptz::date AS "daysLeft"
        FROM (SELECT waivers FROM ruleset ORDER BY loaded_at DESC, id DESC LIMIT 1) newest,
          jsonb_array_elements(newest.waivers) waiver
        WHERE waiver ->> 'expires' ~ '^\\d{4}-\\d{2}-\\d{2}'
      )
      SELECT waiver ->> 'rule' AS rule, waiver ->> 'host' AS host, waiver ->> 'cluster' AS cluster,
        waiver ->> 'datacenter' AS datacenter, waiver ->> 'target' AS target, waiver ->> 'reason' AS reason,
        waiver ->> 'owner' AS owner, waiver ->> 'ticket' AS ticket, waiver ->> 'expires' AS expires,
        waiver ->> 'place' AS place, "daysLeft"
      FROM written
      WHERE abs("daysLeft") <= $5 AND ($1::text[] IS NULL OR (
        coalesce(waiver ->> 'folder', waiver ->> 'tag', waiver ->> 'attribute') IS NULL AND EXISTS (
          SELECT FROM seen JOIN host ON host.target = seen.id
          WHERE host.gone_at IS NULL AND ${matches('host.name', 'host')} AND ${matches('host.cluster', 'cluster')}
            AND ${matches('host.datacenter', 'datacenter')} AND ${matches('seen.name', 'target')}
        )))
      ORDER BY "daysLeft", rule, host LIMIT ${MOST_WAIVERS}`,
    [days],
  );
}
