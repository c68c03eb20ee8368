import { configureRules } from '../config/configure-rules.ts';
import { type Config, parseConfig } from '../config/parse-config.ts';
import { EsxcheckError } from '../model/errors.ts';
import { loadRules } from '../rules/load.ts';
import { type Mistake, wordsOf } from '../yaml/mistake.ts';
import { readConfigText } from './config-file.ts';
import type { Io } from './io.ts';
import { shippedRules } from './shipped-rules.ts';

/** What came of checking a config file; a mistake or a warning is `FILE:LINE:COLUMN: words`. */
export interface CheckedConfig {
  readonly file: string;
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
}

interface CheckArguments {
  readonly file?: string | undefined;
  readonly rules?: readonly string[] | undefined;
}

/** Throws FILE_NOT_READ, and CONFIG_NOT_FOUND when no file was named and there is none. */
export async function checkConfig({ file, rules = [] }: CheckArguments, io: Io): Promise<CheckedConfig> {
  const found = await readConfigText(file, io);
  if (found === null) {
    throw new EsxcheckError('CONFIG_NOT_FOUND', 'There is no config in the usual places.', {
      details: ["They are ./esxcheck.yaml and esxcheck/esxcheck.yaml in the user's config folder."],
    });
  }
  const parsed = parseConfig(found.text, found.file);
  if (!('sections' in parsed)) return refused(found.file, parsed);
  return againstRules(parsed, rules);
}

/** Also whether the rules and packs exist, and whether the rules can be as the config wants them. */
async function againstRules(config: Config, folders: readonly string[]): Promise<CheckedConfig> {
  const loaded = await loadRules(shippedRules(), ...folders);
  const configured = configureRules(loaded, config, { packs: true, enabled: true, usual: null });
  if ('mistakes' in configured) return refused(config.file, configured.mistakes);
  return { file: config.file, mistakes: [], warnings: configured.warnings };
}

function refused(file: string, mistakes: readonly Mistake[]): CheckedConfig {
  return { file, mistakes: mistakes.map(wordsOf), warnings: [] };
}
