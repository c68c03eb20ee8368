import { advisoryRules } from '../../../advisories/advisory-rules.ts';
import { counted } from '../../../../reports/text/wrap.ts';
import type { Reporter } from '../../../model/reporter.ts';
import type { Rule } from '../../../model/rule.ts';
import { type LoadedRule, loadRules } from '../../../rules/load.ts';
import { failuresIn, wordsOfFailure } from '../../../rules/rule-tester.ts';
import { selectRules } from '../../../rules/select.ts';
import { shippedAdvisories } from '../../../shipped/shipped-advisories.ts';
import { shippedPath } from '../../../shipped/installation.ts';
import { wordsOf } from '../../../yaml/diagnostic.ts';
import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { exitCodeOfAnswer } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { profiled } from '../../shared/select-rules.ts';
import { line } from './reports.ts';

/** Runs the examples that rules carry, and hides facts from them. */
export async function run(
  args: Omit<RuleArguments, 'vchAddress' | 'vchNetwork'> & ReportArguments,
  io: Io,
): Promise<number> {
  const reports = await chooseReports(RULE_TEST_REPORTERS, args);
  const outcomes = await testRules(args);
  await writeReports(reports, outcomes, io);
  return exitCodeOfAnswer(outcomes.every(({ failures }) => failures.length === 0));
}

/** What came of testing one rule. */
export interface RuleOutcome {
  readonly rule: string;
  /** The folder of `--rules` that it came from; null for one that ships. */
  readonly folder: string | null;
  readonly examples: number;
  /** `FILE:LINE:COLUMN: example 2: what is wrong` */
  readonly failures: readonly string[];
}

type Choice = Pick<RuleArguments, 'rules' | 'pack' | 'rule' | 'profile'>;

/** Tests the shipped rules and those of `--rules`, or those of them that `--pack` and `--rule` name. */
export async function testRules({ rules: folders = [], pack, rule, profile }: Choice): Promise<readonly RuleOutcome[]> {
  const shipped = shippedPath('rules');
  const advisories = advisoryRules(shippedAdvisories());
  const loaded = await loadRules({ dir: shipped, packs: null, made: advisories }, ...folders);
  const all = loaded.map((one) => one.rule);
  const selection = { packs: pack ?? [], ids: rule ?? [] };
  selectRules(all, selection);
  const chosen = new Map(selectRules(profiled(all, profile), selection).map((one) => [one.id, one]));
  return loaded.flatMap((one) => {
    const judged = chosen.get(one.rule.id);
    return judged === undefined
      ? []
      : [{ ...outcomeOf(judged, one), folder: one.folder === shipped ? null : one.folder }];
  });
}

/** A rule that asks what a profile asks is told by the examples of that profile alone. */
function outcomeOf(rule: Rule, { exampleDiagnostic }: LoadedRule): Omit<RuleOutcome, 'folder'> {
  const counts = (index: number) => rule.profile === null || rule.examples[index]?.profile === rule.profile;
  const failures = failuresIn(rule).filter(({ index }) => counts(index));
  return {
    rule: rule.id,
    examples: rule.examples.filter((_, index) => counts(index)).length,
    failures: failures.map((failure) => wordsOf(exampleDiagnostic(failure.index, wordsOfFailure(failure)))),
  };
}

const table: Reporter<readonly RuleOutcome[]> = {
  name: 'table',
  description: 'A line for each rule, and one for each failure.',
  extensions: ['.txt'],
  render: (outcomes) => [...outcomes.flatMap(linesOf), line(lastWord(outcomes))],
};

const json: Reporter<readonly RuleOutcome[]> = {
  name: 'json',
  description: 'For machines.',
  extensions: ['.json'],
  render: (outcomes) => [`${JSON.stringify({ schema: 'esxcheck.rule-test/1', rules: outcomes }, null, 2)}\n`],
};

/** Renderings of rule tests; the first is the default. */
export const RULE_TEST_REPORTERS: readonly Reporter<readonly RuleOutcome[]>[] = [table, json];

function linesOf({ rule, examples, failures }: RuleOutcome): string[] {
  const verdict = failures.length === 0 ? 'ok  ' : 'FAIL';
  return [
    line(`${verdict}  ${rule} (${counted(examples, 'example')})`),
    ...failures.map((failure) => line(`      ${failure}`)),
  ];
}

function lastWord(outcomes: readonly RuleOutcome[]): string {
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length;
  return `${counted(outcomes.length, 'rule')} tested${originsOf(outcomes)}, ${failed} failed.`;
}

/** ` (5 that ship, 2 of ./our-rules)`, so that people see that theirs were among them; '' where all ship. */
function originsOf(outcomes: readonly RuleOutcome[]): string {
  const folders = [...new Set(outcomes.map(({ folder }) => folder))].toSorted(
    (one, other) => order(one) - order(other),
  );
  if (folders.every((folder) => folder === null)) return '';
  const parts = folders.map((folder) => {
    const count = outcomes.filter((outcome) => outcome.folder === folder).length;
    return folder === null ? `${count} that ship` : `${count} of ${folder}`;
  });
  return ` (${parts.join(', ')})`;
}

/** What ships comes first. */
function order(folder: string | null): number {
  return folder === null ? 0 : 1;
}
