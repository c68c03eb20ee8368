import { jsonText } from '../../../../reports/json/write.ts';
import { configureRules } from '../../../config/configure-rules.ts';
import { type Config, parseConfig } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { Reporter } from '../../../model/reporter.ts';
import { loadRules } from '../../../rules/load.ts';
import { reportFile } from '../../../run/report-files.ts';
import { shippedRules } from '../../../shipped/shipped-rules.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import { type Diagnostic, wordsOf } from '../../../yaml/diagnostic.ts';
import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { exitCodeOfAnswer } from '../../shared/exit-code.ts';
import { readConfigText } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { line } from '../rules/reports.ts';

/** Tells every mistake of a config file with its place. */
export async function run(
  args: Pick<RuleArguments, 'rules'> & ReportArguments & { readonly file?: string | undefined },
  io: Io,
): Promise<number> {
  const reports = await chooseReports(CONFIG_CHECK_REPORTERS, args);
  const checked = await checkConfig(args, io);
  await writeReports(reports, checked, io);
  return exitCodeOfAnswer(checked.mistakes.length === 0);
}

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
  const mistakes = [...('mistakes' in configured ? configured.mistakes : []), ...(await unusable(config))];
  if ('mistakes' in configured || mistakes.length > 0) return refused(config.file, mistakes);
  return { file: config.file, mistakes: [], warnings: configured.warnings };
}

/** Addresses that are none, and reports of which the format is not known: what a run would stumble over. */
async function unusable({
  sections: { targets = [], reports = [] },
  document,
}: Config): Promise<readonly Diagnostic[]> {
  return [
    ...targets.flatMap(({ address }, index) =>
      diagnosticOf(
        () => parseTargetArgument(address, 'The address'),
        (text) => document.diagnosticAt(['targets', index], text),
      ),
    ),
    ...reports.flatMap((report, index) =>
      diagnosticOf(
        () => reportFile(report, ''),
        (text) => document.diagnosticAt(['reports', index], text),
      ),
    ),
  ];
}

function diagnosticOf(attempt: () => unknown, placed: (text: string) => Diagnostic): readonly Diagnostic[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof EsxcheckError) return [placed(error.message)];
    throw error;
  }
}

function refused(file: string, mistakes: readonly Diagnostic[]): CheckedConfig {
  return { file, mistakes: mistakes.map(wordsOf), warnings: [] };
}

const table: Reporter<CheckedConfig> = {
  name: 'table',
  description: 'A line for each mistake.',
  extensions: ['.txt'],
  render: ({ file, mistakes, warnings }) => [
    ...mistakes.map(line),
    ...warnings.map((warning) => line(`warning: ${warning}`)),
    line(mistakes.length === 0 ? `${file} is valid.` : `${file} is not valid.`),
  ],
};

const json: Reporter<CheckedConfig> = {
  name: 'json',
  description: 'For machines.',
  extensions: ['.json'],
  render: ({ file, mistakes, warnings }) => [
    `${jsonText({ schema: 'esxcheck.config-check/1', file, valid: mistakes.length === 0, mistakes, warnings })}\n`,
  ],
};

/** Renderings of a checked config; the first is the default. */
export const CONFIG_CHECK_REPORTERS: readonly Reporter<CheckedConfig>[] = [table, json];
