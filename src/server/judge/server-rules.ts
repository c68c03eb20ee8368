import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advisoriesOf } from '../../advisories/load.ts';
import type { Waiver } from '../../model/waiver.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { readSmallFile } from '../../target/bounded-file.ts';
import { type Commit, commitOf } from './commit.ts';
import { configFrom, readRules, type RuleFiles } from './read-rules.ts';

/** `rules` of server.yaml, with paths that were resolved. */
export interface RulesSource {
  readonly config: string | null;
  readonly folder: string | null;
  /** Only a commit whose signature git accepts. */
  readonly signedOnly: boolean;
}

/** Rules that shipments are judged by: a copy of their own, so that an edit changes nothing before it was read and found good. */
export interface ServerRules extends AsyncDisposable {
  readonly files: RuleFiles;
  readonly hash: string;
  readonly commit: Commit | null;
  readonly waivers: readonly Waiver[];
  /** Why the newest ones were refused, and these go on; null: these are the newest. */
  readonly mistake: EsxcheckError | null;
}

/**
 * Loads the rules of a server. With `last`, rules that cannot be had leave those in force, with the mistake beside them.
 * Throws RULES_INVALID and RULES_UNSIGNED where there are no last ones.
 */
export async function loadServerRules(source: RulesSource, last: ServerRules | null = null): Promise<ServerRules> {
  try {
    return await loadFresh(source);
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    const refused = error.code === 'RULES_UNSIGNED' ? error : asInvalid(error);
    if (last === null) throw refused;
    return { ...last, mistake: refused, [Symbol.asyncDispose]: () => last[Symbol.asyncDispose]() };
  }
}

function asInvalid(error: EsxcheckError): EsxcheckError {
  return new EsxcheckError('RULES_INVALID', `The rules of the server have a mistake: ${error.message}`, {
    details: error.details,
    cause: error,
  });
}

async function loadFresh(source: RulesSource): Promise<ServerRules> {
  const before = await commitOf(source);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-rules-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const files = await copied(source, folder);
    const { hash, config } = await readRules(files);
    const commit = await commitOf(source);
    if (commit?.id !== before?.id) throw new EsxcheckError('RULES_CHANGING', 'The rules changed while they were read.');
    const waivers = config?.waivers ?? [];
    return { files, hash, commit, waivers, mistake: null, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function copied({ config, folder }: RulesSource, into: string): Promise<RuleFiles> {
  const to = (name: string): string => join(into, name);
  const advisories = config === null ? null : await advisoriesIn(config);
  return {
    config: await copy(config, to('esxcheck.yaml')),
    folder: await copy(folder, to('rules')),
    advisories: await copy(advisories, to('advisories')),
  };
}

async function advisoriesIn(file: string): Promise<string | null> {
  const text = (await readSmallFile(file))?.text;
  return text === undefined ? null : advisoriesOf(configFrom(text, file));
}

async function copy(from: string | null, to: string): Promise<string | null> {
  if (from === null) return null;
  try {
    await cp(from, to, { recursive: true, dereference: true, filter: (path) => !/[\\/]\.git$/.test(path) });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new EsxcheckError('FILE_NOT_READ', `${JSON.stringify(from)} cannot be read: ${reason}.`, { cause: error });
  }
  return to;
}
