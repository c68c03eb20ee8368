import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/parse-config.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { missingFile, readSmallFile } from '../../target/bounded-file.ts';
import { configFolder } from '../../target/environment.ts';
import { invalid } from '../../yaml/diagnostic.ts';
import type { ConfigArguments } from '../common-options.ts';
import { type Io, note } from './console.ts';

const NAME = 'esxcheck.yaml';
/** For all users of a machine. */
const SITE = '/etc/esxcheck/esxcheck.yaml';

interface ConfigText {
  readonly file: string;
  readonly text: string;
}

/** The config that holds, null without one. Says which it is where nobody named it. Throws CONFIG_INVALID, FILE_NOT_READ. */
export async function findConfig({ config }: ConfigArguments, io: Io): Promise<Config | null> {
  const found = config === false ? null : await readConfigText(config, io);
  if (found === null) return null;
  if (config === undefined) await note(io, `Config: ${found.file}`);
  const { parseConfig } = await import('../../config/parse-config.ts');
  const parsed = parseConfig(found.text, found.file);
  if ('sections' in parsed) return parsed;
  throw invalid('CONFIG_INVALID', parsed);
}

/** The text of the file that was named, or of the first of the usual ones that is there; null when none is. */
export async function readConfigText(named: string | undefined, io: Io): Promise<ConfigText | null> {
  if (named !== undefined) {
    const text = (await readSmallFile(named))?.text;
    if (text === undefined) throw missingFile(named);
    return { file: named, text };
  }
  for (const file of [NAME, join(configFolder(io), NAME), ...(io.platform === 'win32' ? [] : [SITE])]) {
    const text = (await readSmallFile(file))?.text;
    if (text !== undefined) return { file, text };
  }
  return null;
}

/** Bits by which others than the owner may write. */
const OTHERS_WRITE = 0o022;

/**
 * A config that was found and not named may lie in a folder of anybody: whoever can write it could have a program run, or
 * a password sent to a server of his own. Throws CONFIG_NOT_OWN unless it is the user's own, or root's, and only they may
 * write it. Windows has no such bits.
 */
export async function requireOwnConfig(file: string): Promise<void> {
  const user = process.getuid?.();
  if (user === undefined) return;
  const { uid, mode } = await stat(file);
  const isOwn = (uid === user || uid === 0) && (mode & OTHERS_WRITE) === 0;
  if (isOwn) return;
  throw new EsxcheckError(
    'CONFIG_NOT_OWN',
    `The config ${JSON.stringify(file)} is not used: others may write that file.`,
    {
      details: [`If it is yours: chmod go-w ${file}`, 'If you trust whoever may write it, name it with --config.'],
    },
  );
}
