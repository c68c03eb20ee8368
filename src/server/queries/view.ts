import type { Queryable } from '../database/queryable.ts';

/** What a reader may see. Null: of every site; empty: of none. */
export interface Rights {
  readonly sites: readonly string[] | null;
  /** Sites whose findings of advisories are seen: which host is open to what. */
  readonly exposure: readonly string[] | null;
}

/** Whose eyes it is seen with, and when. */
export interface View extends Rights {
  readonly now: Date;
  /** What was last read before this is stale. */
  readonly staleBefore: Date;
}

/** A part of a long list; `number` from 1. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

/** Rows of one part, and whether there are more behind it. */
export interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

/**
 * The targets that the reader sees. Every statement begins with it and reads `seen`, never `target`: rights are filtered here and
 * nowhere else. A target is stale that was never read, was read too long ago, or failed since.
 */
const SEEN = `
  WITH seen AS MATERIALIZED (
    SELECT target.*, ($2::text[] IS NULL OR target.site = ANY ($2::text[])) AS sees_exposure,
      (target.read_at IS NULL OR target.read_at < $3::timestamptz OR target.failed_at IS NOT NULL) AS is_stale,
      $4::timestamptz AS now
    FROM target
    WHERE $1::text[] IS NULL OR target.site = ANY ($1::text[])
  )`;

/** That the reader sees findings of this `rule` on hosts of this `seen` target. */
export const SHOWN = `(seen.sees_exposure OR NOT rule.report ? 'advisory')`;

/** The newest day that each seen target was judged on. */
export const NEWEST = `
  newest AS MATERIALIZED (
    SELECT seen.*, (SELECT max(day) FROM tally_day WHERE tally_day.target = seen.id) AS day FROM seen
  )`;

/** Answers a statement that begins where a list of named queries may go on; its own values begin with `$5`. */
export async function rowsOf<Row extends object>(
  db: Queryable,
  view: View,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { sites, exposure, staleBefore, now } = view;
  const answer = await db.query<Row>(`${SEEN}${statement}`, [sites, exposure, staleBefore, now, ...values]);
  return answer.rows;
}

/** As `rowsOf`, for a statement that ends with an order: asks for one row more than is shown. */
export async function pageOf<Row extends object>(
  db: Queryable,
  view: View,
  { statement, values, page }: { readonly statement: string; readonly values: readonly unknown[]; readonly page: Page },
): Promise<Paged<Row>> {
  const [limit, offset] = [values.length + 5, values.length + 6];
  const text = `${statement} LIMIT $${limit} OFFSET $${offset}`;
  const rows = await rowsOf<Row>(db, view, text, [...values, page.size + 1, (page.number - 1) * page.size]);
  return { rows: rows.slice(0, page.size), hasMore: rows.length > page.size };
}
