import { counted } from '../../reports/text/wrap.ts';
import type { Reporter } from '../model/reporter.ts';
import { line } from './rule-reports.ts';
import type { RuleOutcome } from './rule-testing.ts';

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
