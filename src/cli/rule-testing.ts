import type { Rule } from '../model/rule.ts';
import { type LoadedRule, loadRules } from '../rules/load.ts';
import { failuresIn, wordsOfFailure } from '../rules/rule-tester.ts';
import { selectRules } from '../rules/select.ts';
import { wordsOf } from '../yaml/diagnostic.ts';
import { shippedPath } from '../shipped/installation.ts';
import type { RuleArguments } from './options.ts';
import { profiled } from './rule-choice.ts';

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
  const loaded = await loadRules(shipped, ...folders);
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
