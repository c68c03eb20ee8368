import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { EsxcheckError } from '../../model/errors.ts';
import type { RulesSource } from './server-rules.ts';

/** The commit that a folder of rules stands at. */
export interface Commit {
  readonly id: string;
  readonly author: string;
  readonly isSigned: boolean;
}

/**
 * The commit of the rules, null where their files are not those of a commit: no work tree, or edited.
 * Throws RULES_UNSIGNED, where only signed ones are wanted.
 */
export async function commitOf({ config, folder, signedOnly }: RulesSource): Promise<Commit | null> {
  const paths = [config, folder].filter((path) => path !== null);
  const place = folder ?? (config === null ? null : dirname(config));
  const commit = place === null ? null : await cleanCommit(place, paths);
  if (signedOnly && commit?.isSigned !== true) throw unsigned(commit);
  return commit;
}

async function cleanCommit(place: string, paths: readonly string[]): Promise<Commit | null> {
  const changed = await git(place, ['status', '--porcelain', '--ignored', '--', ...paths]);
  const told = await git(place, ['log', '-1', '--format=%H%n%an <%ae>']);
  if (changed !== '' || told === null) return null;
  const [id = '', author = ''] = told.split('\n');
  return { id, author, isSigned: (await git(place, ['verify-commit', id])) !== null };
}

function unsigned(commit: Commit | null): EsxcheckError {
  const why =
    commit === null
      ? 'are not those of a commit'
      : `are of commit ${commit.id.slice(0, 12)}, whose signature git does not accept`;
  return new EsxcheckError('RULES_UNSIGNED', `Only signed rules are taken, and these ${why}.`, {
    details: ['Commit them with "git commit -S" by a key that the server trusts, and leave no file edited.'],
  });
}

const run = promisify(execFile);

/** Null where git refuses, or is not there. */
async function git(folder: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', '-C', folder, ...args], { timeout: 30_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}
