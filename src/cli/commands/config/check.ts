import { jsonText } from '../../../../reports/json/write.ts';
import { configureRules } from '../../../config/configure-rules.ts';
import { type Config, parseConfigParts } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { suggestion } from '../../../model/nearest.ts';
import type { Reporter } from '../../../model/reporter.ts';
import { type LoadedRule, loadRules } from '../../../rules/load.ts';
import { frameworkNames } from '../../../shipped/shipped-frameworks.ts';
import { shippedRules } from '../../../shipped/shipped-rules.ts';
import { type Diagnostic, wordsOf } from '../../../yaml/diagnostic.ts';
import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT, exitCodeOfAnswer } from '../../shared/exit-code.ts';
import { readConfigText } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { line } from '../rules/reports.ts';
import { unknownTargetReleases } from '../../shared/target-releases.ts';
import { idleWaivers, missingFiles, unusable } from './usable.ts';

/** Tells every mistake of a config file with its place. */
export async function run(
  args: Pick<RuleArguments, 'rules'> & ReportArguments & { readonly file?: string | undefined },
  io: Io,
): Promise<number> {
  const reports = await chooseReports(CONFIG_CHECK_REPORTERS, args);
  const checked = await checkConfig(args, io);
  await writeReports(reports, checked, io);
  // Rules that cannot be loaded are no mistake of the config.
  if (checked.mistakes.length === 0 && checked.brokenRules.length > 0) return EXIT.couldNotRun;
  return exitCodeOfAnswer(checked.mistakes.length === 0);
}

/** Something to be told of a config. */
export interface Told {
  /** `FILE:LINE:COLUMN: words`, or the words alone where there is no place. */
  readonly words: string;
  /** What helps to put it right; null where the words say it. */
  readonly next: string | null;
}

/** What came of checking a config file. */
export interface CheckedConfig {
  readonly file: string;
  readonly mistakes: readonly Told[];
  /** Mistakes in the folders of `--rules`. */
  readonly brokenRules: readonly Told[];
  readonly warnings: readonly Told[];
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
      details: [
        "They are ./esxcheck.yaml and esxcheck/esxcheck.yaml in the user's config folder.",
        'To write one: esxcheck config init',
      ],
    });
  }
  return checkText(found, rules);
}

/** Checks the text of a config: its own mistakes, and those that show beside the rules, all at once. */
export async function checkText(
  { file, text }: { readonly file: string; readonly text: string },
  folders: readonly string[] = [],
): Promise<CheckedConfig> {
  const { config, mistakes } = parseConfigParts(text, file);
  const { rules, broken } = await knownRules(folders);
  const more = config === null ? NOTHING : await amongRules(config, rules, broken.length > 0);
  return {
    file,
    mistakes: [...mistakes, ...more.mistakes].toSorted(byPlace).map(toldOf),
    brokenRules: broken,
    warnings: more.warnings,
  };
}

const NOTHING = { mistakes: [], warnings: [] };

interface Findings {
  readonly mistakes: readonly Diagnostic[];
  readonly warnings: readonly Told[];
}

/** Whether the rules and packs exist, whether the rules can be as the config wants them, and whether a run could begin. */
async function amongRules(config: Config, rules: readonly LoadedRule[], isPartial: boolean): Promise<Findings> {
  const configured = configureRules(rules, config, { packs: true, enabled: true, usual: null });
  const refused = 'mistakes' in configured ? configured.mistakes : [];
  const said = 'mistakes' in configured ? [] : configured.warnings.map((words) => ({ words, next: null }));
  const known = rules.map(({ rule }) => rule);
  // A name may be that of a rule in the folder that could not be loaded.
  const idle = isPartial ? [] : idleWaivers(config, known, new Date());
  const files = await missingFiles(config);
  return {
    mistakes: [
      ...(isPartial ? [] : refused),
      ...(await unknownFrameworks(config)),
      ...(await unknownTargetReleases(config)),
      ...unusable(config),
    ],
    warnings: [...said, ...[...idle, ...files].toSorted(byPlace).map(toldOf)],
  };
}

/** A mistyped name must not look like a framework that asks for nothing. */
async function unknownFrameworks({ sections, document }: Config): Promise<readonly Diagnostic[]> {
  const wanted = sections.frameworks ?? [];
  if (wanted.length === 0) return [];
  const known = await frameworkNames();
  return wanted.flatMap((name, index) =>
    known.includes(name.toLowerCase())
      ? []
      : [document.diagnosticAt(['frameworks', index], `there is no framework "${name}": ${suggestion(name, known)}`)],
  );
}

interface KnownRules {
  readonly rules: readonly LoadedRule[];
  readonly broken: readonly Told[];
}

/** The shipped rules and those of the folders; what is wrong with the folders is told beside what is wrong with the config. */
async function knownRules(folders: readonly string[]): Promise<KnownRules> {
  try {
    return { rules: await loadRules(shippedRules(), ...folders), broken: [] };
  } catch (error) {
    if (!(error instanceof EsxcheckError) || error.code !== 'RULE_INVALID') throw error;
    const lines = error.details.length > 0 ? error.details : [error.message];
    const next = `To look at the rules alone: esxcheck rules test ${folders.map((dir) => `--rules ${dir}`).join(' ')}`;
    const last = lines.length - 1;
    return {
      rules: await loadRules(shippedRules()),
      broken: lines.map((words, index) => ({ words, next: index === last ? next : null })),
    };
  }
}

function byPlace(one: Diagnostic, other: Diagnostic): number {
  return one.line - other.line || one.column - other.column;
}

function toldOf(diagnostic: Diagnostic): Told {
  return { words: wordsOf(diagnostic), next: diagnostic.next ?? null };
}

const table: Reporter<CheckedConfig> = {
  name: 'table',
  description: 'A line for each mistake, and what helps.',
  extensions: ['.txt'],
  render: ({ file, mistakes, brokenRules, warnings }) => [
    ...[...mistakes, ...brokenRules].flatMap(linesOf),
    ...warnings.flatMap(({ words, next }) => linesOf({ words: `warning: ${words}`, next })),
    line(verdict(file, mistakes.length + brokenRules.length)),
  ],
};

function linesOf({ words, next }: Told): readonly string[] {
  return next === null ? [line(words)] : [line(words), line(`  ${next}`)];
}

function verdict(file: string, count: number): string {
  if (count === 0) return `${file} is valid.`;
  return `${file} is not valid.${count > 1 ? ` ${count} mistakes.` : ''}`;
}

const json: Reporter<CheckedConfig> = {
  name: 'json',
  description: 'For machines.',
  extensions: ['.json'],
  render: ({ file, mistakes, brokenRules, warnings }) => {
    const all = [...mistakes, ...brokenRules];
    const lines = { mistakes: all.map(({ words }) => words), warnings: warnings.map(({ words }) => words) };
    const next = { next: all.map((told) => told.next), nextOfWarnings: warnings.map((told) => told.next) };
    return [`${jsonText({ schema: 'esxcheck.config-check/1', file, valid: all.length === 0, ...lines, ...next })}\n`];
  },
};

/** Renderings of a checked config; the first is the default. */
export const CONFIG_CHECK_REPORTERS: readonly Reporter<CheckedConfig>[] = [table, json];
