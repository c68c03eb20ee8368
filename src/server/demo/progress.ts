import type { Queryable } from '../database/queryable.ts';

/** What became of one target of the demo. */
export interface TargetProgress {
  readonly name: string;
  readonly hosts: number;
  readonly failing: number;
  readonly unknown: number;
  /** Whether its facts are judged. */
  readonly isJudged: boolean;
  readonly shipments: number;
  /** Tries of its jobs, by how they ended; null: under way. */
  readonly tries: readonly { readonly worker: string; readonly outcome: string | null }[];
}

const PROGRESS = `
SELECT t.name,
  (SELECT count(*)::int FROM host h WHERE h.target = t.id AND h.gone_at IS NULL) AS hosts,
  (SELECT count(DISTINCT f.host)::int FROM finding_now f JOIN host h ON h.id = f.host
    WHERE h.target = t.id AND f.verdict = 'fail') AS failing,
  (SELECT count(DISTINCT f.host)::int FROM finding_now f JOIN host h ON h.id = f.host
    WHERE h.target = t.id AND f.verdict = 'unknown') AS unknown,
  EXISTS (SELECT FROM shipment s WHERE s.target = t.id AND s.judging = 'judged') AS "isJudged",
  (SELECT count(*)::int FROM shipment s WHERE s.target = t.id) AS shipments,
  (SELECT coalesce(json_agg(json_build_object('worker', a.worker, 'outcome', a.outcome) ORDER BY a.started_at), '[]')
    FROM attempt a WHERE a.target = t.id) AS tries
FROM target t ORDER BY t.name`;

/** How far the demo is, as its database has it. */
export async function progressIn(database: Queryable): Promise<readonly TargetProgress[]> {
  return (await database.query<TargetProgress>(PROGRESS)).rows;
}

/** What a reader must be able to rely on at the end; sentences of what is not so. Pure. */
export function shortcomings(
  targets: readonly TargetProgress[],
  wanted: ReadonlyMap<string, number>,
): readonly string[] {
  const found = new Map(targets.map((target) => [target.name, target]));
  return [...wanted].flatMap(([name, hosts]) => {
    const target = found.get(name);
    if (target === undefined || !target.isJudged) return [`${name} was not judged`];
    return [
      ...(target.hosts === hosts ? [] : [`${name} has ${target.hosts} hosts of ${hosts}`]),
      ...(target.shipments === 1 ? [] : [`${name} was taken ${target.shipments} times`]),
      ...(target.tries.filter(({ outcome }) => outcome === 'shipped').length === 1
        ? []
        : [`not exactly one try of ${name} came through`]),
    ];
  });
}
