import { EsxcheckError } from '../../model/errors.ts';
import type { Queryable } from './queryable.ts';

/** Lets a role work with all that is there, and make or change no table. Throws ROLE_UNKNOWN. */
export async function grantTo(client: Queryable, role: string): Promise<void> {
  const { rows } = await client.query<{ quoted: string }>(
    'SELECT quote_ident(rolname) AS quoted FROM pg_roles WHERE rolname = $1',
    [role],
  );
  const quoted = rows[0]?.quoted;
  if (quoted === undefined) {
    throw new EsxcheckError('ROLE_UNKNOWN', `The database has no role ${JSON.stringify(role)}.`, {
      details: ['Make it first: CREATE ROLE name LOGIN PASSWORD …; or leave database.role out.'],
    });
  }
  for (const statement of grants(quoted)) await client.query(statement);
}

function grants(role: string): readonly string[] {
  return [
    ...['public', 'pgboss'].flatMap((schema) => [
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
      `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${role}`,
    ]),
    `REVOKE UPDATE, DELETE ON audit FROM ${role}`,
    `REVOKE INSERT, UPDATE, DELETE ON migration FROM ${role}`,
  ];
}
