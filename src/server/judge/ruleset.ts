import type { Queryable } from '../database/queryable.ts';
import { tool } from '../../shipped/installation.ts';
import type { ServerRules } from './server-rules.ts';
import { storedJson } from './stored-json.ts';

/** The row of a ruleset, made where it is new. */
export async function rulesetOf(client: Queryable, { hash, commit, waivers }: ServerRules): Promise<number> {
  const key = Buffer.from(hash, 'hex');
  await client.query(
    `INSERT INTO ruleset (hash, tool_version, commit_id, author, is_signed, waivers)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO NOTHING`,
    [key, tool().version, commit?.id ?? null, commit?.author ?? null, commit?.isSigned ?? false, storedJson(waivers)],
  );
  const { rows } = await client.query<{ id: number }>('SELECT id FROM ruleset WHERE hash = $1', [key]);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the ruleset that was just kept is not there');
  return id;
}
