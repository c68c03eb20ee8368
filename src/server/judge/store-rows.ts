import type { Queryable } from '../database/queryable.ts';
import type { Judgement } from './judgement.ts';

/** Ids in the database, in the order of a judgement's lists. */
export interface StoredIds {
  readonly hosts: readonly number[];
  readonly rules: readonly number[];
  /** bigint, as text. */
  readonly bodies: readonly string[];
}

/** Rules and bodies that are new; sorted, so that two targets wait for each other in one order. */
export async function storeRulesAndBodies(client: Queryable, judgement: Judgement): Promise<Omit<StoredIds, 'hosts'>> {
  return { rules: await storeRules(client, judgement), bodies: await storeBodies(client, judgement) };
}

async function storeRules(client: Queryable, { rules }: Judgement): Promise<readonly number[]> {
  const values = [rules.map((rule) => rule.name), rules.map((rule) => rule.title), rules.map((rule) => rule.severity)];
  const columns = [...values, rules.map(({ report }) => report)];
  const given = 'unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) AS given (name, title, severity, report)';
  await client.query(
    `INSERT INTO rule (name, title, severity, report) SELECT * FROM ${given} ORDER BY name ON CONFLICT DO NOTHING`,
    columns,
  );
  await client.query(
    `UPDATE rule SET title = given.title, severity = given.severity, report = given.report FROM ${given}
      WHERE rule.name = given.name AND rule.report IS DISTINCT FROM given.report`,
    columns,
  );
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM unnest($1::text[]) WITH ORDINALITY AS given (name, place) JOIN rule USING (name) ORDER BY place',
    [values[0]],
  );
  return rows.map(({ id }) => id);
}

async function storeBodies(client: Queryable, { bodies }: Judgement): Promise<readonly string[]> {
  const hashes = bodies.map(({ hash }) => Buffer.from(hash, 'hex'));
  await client.query(
    `INSERT INTO body (hash, identity, content)
     SELECT given.hash, given.identity, given.content
       FROM unnest($1::bytea[], $2::bytea[], $3::jsonb[]) AS given (hash, identity, content)
      WHERE NOT EXISTS (SELECT FROM body WHERE body.hash = given.hash) ORDER BY given.hash ON CONFLICT DO NOTHING`,
    [
      hashes,
      bodies.map(({ identity }) => (identity === null ? null : Buffer.from(identity, 'hex'))),
      bodies.map(({ content }) => content),
    ],
  );
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM unnest($1::bytea[]) WITH ORDINALITY AS given (hash, place) JOIN body USING (hash) ORDER BY place',
    [hashes],
  );
  return rows.map(({ id }) => id);
}

/** Hosts as this reading has them: there, and seen. */
export async function storeHosts(
  client: Queryable,
  target: number,
  { hosts, readAt }: Judgement,
): Promise<readonly number[]> {
  const column = (name: keyof Judgement['hosts'][number]): readonly (string | null)[] =>
    hosts.map((host) => host[name]);
  const { rows } = await client.query<{ id: number; scan_id: string }>(
    `INSERT INTO host (target, scan_id, name, cluster, datacenter, model, release, build, document, first_seen, last_seen)
     SELECT $1, given.*, $10, $10
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[]) AS given
     ON CONFLICT (target, scan_id) DO UPDATE SET
       name = excluded.name, cluster = excluded.cluster, datacenter = excluded.datacenter, model = excluded.model,
       release = excluded.release, build = excluded.build, document = excluded.document, gone_at = NULL,
       last_seen = GREATEST(host.last_seen, excluded.last_seen)
     RETURNING id, scan_id`,
    [
      target,
      column('scanId'),
      column('name'),
      column('cluster'),
      column('datacenter'),
      column('model'),
      column('release'),
      column('build'),
      column('document'),
      readAt,
    ],
  );
  const ids = new Map(rows.map(({ id, scan_id }) => [scan_id, id]));
  return hosts.map(({ scanId }) => ids.get(scanId) ?? 0);
}
