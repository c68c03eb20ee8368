import type { Reporter } from '../model/reporter.ts';
import { line } from './rule-reports.ts';

/** What came of testing one rule; each failure is a sentence. */
export interface RuleOutcome {
  readonly rule: string;
  readonly examples: number;
  readonly failures: readonly string[];
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
  return [line(`${verdict}  ${rule} (${examples} examples)`), ...failures.map((failure) => line(`      ${failure}`))];
}

function lastWord(outcomes: readonly RuleOutcome[]): string {
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length;
  return `${outcomes.length} rules tested, ${failed} failed.`;
}
