import { join } from 'node:path';
import type { Config } from '../config/parse-config.ts';
import { missingFile, readSmallFile } from '../target/bounded-file.ts';
import { configFolder } from '../target/environment.ts';
import { invalid } from '../yaml/diagnostic.ts';
import { type Io, note } from './io.ts';
import type { ConfigArguments } from './options.ts';

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
  const { parseConfig } = await import('../config/parse-config.ts');
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
