import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { EsxcheckError } from '../../model/errors.ts';
import type { Queryable } from './queryable.ts';

/** One step of the schema, a file of `migrations/`. */
export interface Migration {
  readonly number: number;
  /** `0001-first.sql` */
  readonly name: string;
  readonly sql: string;
  readonly hash: Buffer;
}

const FOLDER = new URL('migrations/', import.meta.url);

/** All steps that this release knows, in their order. */
export async function knownMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { number: Number(name.slice(0, 4)), name, sql, hash: createHash('sha256').update(sql).digest() };
    }),
  );
}

/** The steps that a database still needs. Throws MIGRATION_CHANGED, and SCHEMA_NEWER where it was made by a later release. */
export async function pendingMigrations(client: Queryable): Promise<readonly Migration[]> {
  const known = await knownMigrations();
  const ran = await ranMigrations(client);
  for (const [number, { name, hash }] of ran) {
    const own = known.find((one) => one.number === number);
    if (own === undefined) throw newer(name);
    if (!own.hash.equals(hash)) throw changed(name);
  }
  return known.filter(({ number }) => !ran.has(number));
}

/** Refuses a database that is not of this release: SCHEMA_OLD, SCHEMA_NEWER, MIGRATION_CHANGED. */
export async function requireSchema(client: Queryable): Promise<void> {
  const pending = await pendingMigrations(client);
  if (pending.length === 0) return;
  throw new EsxcheckError(
    'SCHEMA_OLD',
    `The schema of the database lacks ${pending.length} of the steps of this release.`,
    {
      details: ['Run: esxcheck-server migrate --config server.yaml'],
    },
  );
}

async function ranMigrations(client: Queryable): Promise<ReadonlyMap<number, { name: string; hash: Buffer }>> {
  const { rows: tables } = await client.query<{ found: string | null }>(
    "SELECT to_regclass('migration')::text AS found",
  );
  if ((tables[0]?.found ?? null) === null) return new Map();
  const { rows } = await client.query<{ number: number; name: string; hash: Buffer }>(
    'SELECT number, name, hash FROM migration ORDER BY number',
  );
  return new Map(rows.map((row) => [row.number, row]));
}

function newer(name: string): EsxcheckError {
  return new EsxcheckError(
    'SCHEMA_NEWER',
    `The database was brought up by a later release: this one does not know ${name}.`,
    {
      details: ['Run that release, or restore a backup of before it.'],
    },
  );
}

function changed(name: string): EsxcheckError {
  return new EsxcheckError('MIGRATION_CHANGED', `${name} is not what was run on this database.`, {
    details: ['Install the release anew: its files were changed.'],
  });
}
