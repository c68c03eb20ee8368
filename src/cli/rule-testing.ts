import { type LoadedRule, loadRules } from '../rules/load.ts';
import { failuresIn, wordsOfFailure } from '../rules/rule-tester.ts';
import { selectRules } from '../rules/select.ts';
import { wordsOf } from '../yaml/mistake.ts';
import { shippedPath } from './installation.ts';
import type { RuleArguments } from './options.ts';

/** What came of testing one rule. */
export interface RuleOutcome {
  readonly rule: string;
  /** The folder of `--rules` that it came from; null for one that ships. */
  readonly folder: string | null;
  readonly examples: number;
  /** `FILE:LINE:COLUMN: example 2: what is wrong` */
  readonly failures: readonly string[];
}

/** Tests the shipped rules and those of `--rules`, or those of them that `--pack` and `--rule` name. */
export async function testRules({
  rules: folders = [],
  pack = [],
  rule = [],
}: Pick<RuleArguments, 'rules' | 'pack' | 'rule'>): Promise<readonly RuleOutcome[]> {
  const shipped = shippedPath('rules');
  const loaded = await loadRules(shipped, ...folders);
  const chosen = new Set(
    selectRules(
      loaded.map((one) => one.rule),
      { packs: pack, ids: rule },
    ),
  );
  return loaded
    .filter((one) => chosen.has(one.rule))
    .map((one) => ({ ...outcomeOf(one), folder: one.folder === shipped ? null : one.folder }));
}

function outcomeOf({ rule, exampleMistake }: LoadedRule): Omit<RuleOutcome, 'folder'> {
  const failures = failuresIn(rule).map((failure) => wordsOf(exampleMistake(failure.index, wordsOfFailure(failure))));
  return { rule: rule.id, examples: rule.examples.length, failures };
}
