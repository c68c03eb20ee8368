import { createHash } from 'node:crypto';
import { loadAdvisories } from '../../advisories/load.ts';
import { siteParameters } from '../../checks/values/site-lists.ts';
import { configureRules } from '../../config/configure-rules.ts';
import { type Config, parseConfig } from '../../config/parse-config.ts';
import { patchWithinOf } from '../../config/patch-within.ts';
import { withFrameworks } from '../../frameworks/framework-rules.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { loadRules } from '../../rules/load.ts';
import { USUAL_PACKS } from '../../rules/select.ts';
import type { Judging } from '../../scan/judge-facts.ts';
import { tool } from '../../shipped/installation.ts';
import { shippedRules } from '../../shipped/shipped-rules.ts';
import { missingFile, readSmallFile } from '../../target/bounded-file.ts';
import { invalid } from '../../yaml/diagnostic.ts';

/** Where rules stand: files of nobody else while they are judged by. Null: none is named. */
export interface RuleFiles {
  readonly config: string | null;
  readonly folder: string | null;
  readonly advisories: string | null;
}

/** What shipments are judged by. */
export interface ReadRules {
  readonly judging: Judging;
  readonly config: Config | null;
  /** SHA-256 over rules, config with its waivers, parameters and the program, in hexadecimal. */
  readonly hash: string;
}

/** Reads rules as an unattended pass does. Throws CONFIG_INVALID, NO_RULE_CHOSEN, and what reading rules throws. */
export async function readRules(files: RuleFiles): Promise<ReadRules> {
  const text = files.config === null ? '' : await textOf(files.config);
  const config = files.config === null ? null : configFrom(text, files.config);
  const judging = { ...(await rulesOf(config, files)), tool: tool() };
  return { judging, config, hash: hashOf(judging, text) };
}

async function textOf(file: string): Promise<string> {
  const found = await readSmallFile(file);
  if (found === null) throw missingFile(file);
  return found.text;
}

/** The config, when it is one. Throws CONFIG_INVALID. */
export function configFrom(text: string, file: string): Config {
  const parsed = parseConfig(text, file);
  if ('sections' in parsed) return parsed;
  throw invalid('CONFIG_INVALID', parsed);
}

async function rulesOf(config: Config | null, { folder, advisories }: RuleFiles): Promise<Omit<Judging, 'tool'>> {
  const folders = folder === null ? [] : [folder];
  const newer = advisories === null ? null : await loadAdvisories(advisories);
  const loaded = await loadRules(shippedRules(null, newer), ...folders);
  const own = folders.length === 0 ? [] : await loadRules(...folders);
  const usual = [...USUAL_PACKS, ...new Set(own.map(({ rule }) => rule.pack))];
  const asked = config ?? configFrom('{}', 'no config');
  const configured = configureRules(loaded, asked, { packs: true, enabled: true, usual });
  if ('mistakes' in configured) throw invalid('CONFIG_INVALID', configured.mistakes);
  const chosen = await frameworksOf(asked);
  // A framework alone is judged by alone, as by the command line.
  const alone = chosen.frameworks.length > 0 && asked.sections.packs === undefined;
  const rules = alone ? chosen.rules : withFrameworks(configured.rules, chosen.rules, { only: false });
  if (rules.length === 0) throw new EsxcheckError('NO_RULE_CHOSEN', 'The config of the rules chooses no rule.');
  const { frameworks } = chosen;
  return {
    rules,
    frameworks,
    parameters: siteParameters(asked.sections.site ?? {}),
    patchWithin: patchWithinOf(asked),
  };
}

async function frameworksOf({
  sections,
}: Config): Promise<Pick<Judging, 'rules'> & Required<Pick<Judging, 'frameworks'>>> {
  const { frameworks = [] } = sections;
  if (frameworks.length === 0) return { rules: [], frameworks: [] };
  const { frameworksNamed } = await import('../../shipped/shipped-frameworks.ts');
  return frameworksNamed(frameworks);
}

function hashOf({ rules, tool: program, frameworks = [] }: Judging, config: string): string {
  const parts = [
    program.version,
    config,
    frameworks.map(({ name, version: of }) => [name, of]),
    rules.map(({ id, hash }) => [id, hash]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
