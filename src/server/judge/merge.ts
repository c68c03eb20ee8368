import type { Queryable } from '../database/queryable.ts';
import type { Judgement } from './judgement.ts';
import { storeHosts, storeRulesAndBodies, type StoredIds } from './store-rows.ts';
import { tally } from './tallies.ts';

/** Which facts were judged, and by what. */
export interface Judged {
  /** bigint, as text. */
  readonly shipment: string;
  readonly target: number;
  readonly ruleset: number;
  /** A worker read the whole target by a job: what such a reading does not list is gone, when the target answered to its end. */
  readonly isWhole: boolean;
  /** Facts that are known already, by rules of today: from when that counts; null: they are new. */
  readonly againAt: Date | null;
}

interface Latest {
  readonly shipment: string;
  readonly read_at: Date;
  readonly told_at: Date;
}

/**
 * Adds a scan, and brings how hosts stand now to what it says, within the caller's transaction. Facts that are older than what
 * is known leave `now` as it is; a target that was not read leaves everything; one that was lost midway, what it left unknown.
 * The same facts by the same rules change nothing. Two at once of one target follow each other.
 */
export async function merge(client: Queryable, judged: Judged, judgement: Judgement): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('esxcheck-judge'), $1)", [judged.target]);
  const latest = await latestOf(client, judged.target);
  const readAt = new Date(judgement.readAt);
  const isRead = judgement.error === null || judgement.isLost;
  const isCurrent = isRead && !isLate(latest, judged, readAt);
  const toldAt = new Date(Math.max((judged.againAt ?? readAt).getTime(), latest?.told_at.getTime() ?? 0));
  const scan = await addScan(client, judged, judgement, { isCurrent, toldAt });
  if (scan !== null && isCurrent) await bringUp(client, { judged, judgement, scan, toldAt });
  if (scan !== null) await noteTarget(client, judged.target, judgement);
  await client.query("UPDATE shipment SET judging = 'judged', error = NULL WHERE id = $1", [judged.shipment]);
}

async function latestOf(client: Queryable, target: number): Promise<Latest | undefined> {
  const { rows } = await client.query<Latest>(
    `SELECT shipment, read_at, told_at FROM scan WHERE target = $1 AND is_current
      ORDER BY told_at DESC, id DESC LIMIT 1`,
    [target],
  );
  return rows[0];
}

/** Of two readings that ended in one millisecond, the one that came first counts. */
function isLate(latest: Latest | undefined, { shipment, againAt }: Judged, readAt: Date): boolean {
  if (latest === undefined || againAt !== null || latest.shipment === shipment) return false;
  return readAt <= latest.read_at;
}

interface Standing {
  readonly isCurrent: boolean;
  readonly toldAt: Date;
}

/** Null where there is such a scan already. */
async function addScan(
  client: Queryable,
  { shipment, target, ruleset }: Judged,
  { readAt, isLost, hosts, unreachable, verdicts, states }: Judgement,
  { isCurrent, toldAt }: Standing,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO scan (shipment, target, ruleset, read_at, told_at, is_current, is_lost, hosts, unreachable, verdicts, states)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (shipment, ruleset) DO NOTHING RETURNING id`,
    [shipment, target, ruleset, readAt, toldAt, isCurrent, isLost, hosts.length, unreachable, verdicts, states],
  );
  return rows[0]?.id ?? null;
}

interface Bringing {
  readonly judged: Judged;
  readonly judgement: Judgement;
  readonly scan: string;
  readonly toldAt: Date;
}

async function bringUp(client: Queryable, { judged, judgement, scan, toldAt }: Bringing): Promise<void> {
  const stored = await storeRulesAndBodies(client, judgement);
  const hosts = await storeHosts(client, judged.target, judgement);
  await fillJudged(client, judgement, { ...stored, hosts });
  if (judgement.isLost) await keepKnown(client);
  const provesAbsence = judged.isWhole && judged.againAt === null && judgement.error === null;
  const gone = provesAbsence ? await findGone(client, judged.target, judgement.readAt, hosts) : [];
  await endFindings(client, [...hosts, ...gone], toldAt);
  await renumber(client);
  await client.query(
    `INSERT INTO finding_now (host, rule, body, scan, since, verdict, state)
     SELECT host, rule, body, $1, $2, verdict, state FROM judged ON CONFLICT (host, rule) DO NOTHING`,
    [scan, toldAt],
  );
  await client.query('DROP TABLE judged');
  await tally(client, { target: judged.target, unreachable: judgement.unreachable, toldAt });
}

/** Findings a statement: arrays of this length are a few megabytes. */
const CHUNK = 50_000;

async function fillJudged(client: Queryable, { findings }: Judgement, ids: StoredIds): Promise<void> {
  await client.query(`CREATE TEMPORARY TABLE judged (
    host integer, rule integer, body bigint, verdict verdict, state compliance_state, unread boolean) ON COMMIT DROP`);
  for (let from = 0; from < findings.length; from += CHUNK) {
    const some = findings.slice(from, from + CHUNK);
    await client.query(
      `INSERT INTO judged SELECT * FROM unnest(
         $1::integer[], $2::integer[], $3::bigint[], $4::verdict[], $5::compliance_state[], $6::boolean[])`,
      [
        some.map(([host]) => ids.hosts[host]),
        some.map(([, rule]) => ids.rules[rule]),
        some.map(([, , body]) => ids.bodies[body]),
        some.map(([, , , verdict]) => verdict),
        some.map(([, , , , state]) => state),
        some.map(([, , , , , isUnread]) => isUnread),
      ],
    );
  }
  await client.query('CREATE INDEX ON judged (host, rule)');
  await client.query('ANALYZE judged');
}

/** What a lost reading left unknown stands as it stood. */
async function keepKnown(client: Queryable): Promise<void> {
  await client.query(`UPDATE judged SET body = known.body, verdict = known.verdict, state = known.state
    FROM finding_now known WHERE known.host = judged.host AND known.rule = judged.rule AND judged.unread`);
}

async function findGone(
  client: Queryable,
  target: number,
  readAt: string,
  listed: readonly number[],
): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: number }>(
    `UPDATE host SET gone_at = $2 WHERE target = $1 AND gone_at IS NULL AND id <> ALL ($3::integer[]) RETURNING id`,
    [target, readAt, listed],
  );
  return rows.map(({ id }) => id);
}

/** What those hosts are not any more goes into the past; what was told for no time at all, nowhere. */
async function endFindings(client: Queryable, hosts: readonly number[], until: Date): Promise<void> {
  await client.query(
    `WITH over AS (
       DELETE FROM finding_now known WHERE known.host = ANY ($1::integer[]) AND NOT EXISTS (
         SELECT FROM judged JOIN body said ON said.id = judged.body JOIN body before ON before.id = known.body
          WHERE judged.host = known.host AND judged.rule = known.rule
            AND (judged.body = known.body OR said.identity = before.identity)
            AND judged.verdict = known.verdict AND judged.state IS NOT DISTINCT FROM known.state)
       RETURNING known.*)
     INSERT INTO finding_past (host, rule, body, scan, since, until, verdict, state)
     SELECT host, rule, body, scan, since, $2, verdict, state FROM over WHERE since < $2`,
    [hosts, until],
  );
}

/** What says the same as before but for numbers that move by themselves has those of today. */
async function renumber(client: Queryable): Promise<void> {
  await client.query(`UPDATE finding_now known SET body = judged.body FROM judged
    WHERE judged.host = known.host AND judged.rule = known.rule AND judged.body <> known.body`);
}

/** A target whose newest reading did not come to its end is stale, and says why. */
async function noteTarget(client: Queryable, target: number, { readAt, error, isLost }: Judgement): Promise<void> {
  if (error === null || isLost) {
    await client.query('UPDATE target SET read_at = GREATEST(read_at, $2::timestamptz) WHERE id = $1', [
      target,
      readAt,
    ]);
  }
  await client.query(
    `UPDATE target SET failed_at = CASE WHEN $3::text IS NULL THEN NULL ELSE $2::timestamptz END,
       failed_code = $3, failed_message = $4
      WHERE id = $1 AND (failed_at IS NULL OR failed_at <= $2)
        AND ($3::text IS NULL OR read_at IS NULL OR read_at <= $2)`,
    [target, readAt, error?.code ?? null, error?.message ?? null],
  );
}
