import { kindOf } from '../checks/index.ts';
import type { Mask } from '../checks/mask.ts';
import { conditionHolds } from '../evaluate/condition.ts';
import { evaluateHost } from '../evaluate/evaluate-host.ts';
import { judge, passes } from '../evaluate/judge-rule.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { leavesOf } from '../model/leaves.ts';
import type { Rule, RuleExample } from '../model/rule.ts';
import { exampleFacts } from './example-facts.ts';
import { checkMask, masksOf } from './mask-facts.ts';
import { asAsked, inProfile } from './select.ts';

/** Judges facts by a rule. Tests give a wrong judge to see that the tester notices. */
export type Judge = (
  facts: HostFacts,
  rule: Rule,
  parameters: ReadonlyMap<string, string>,
) => Pick<Finding, 'verdict' | 'state' | 'message'>;

const judgeOne: Judge = (facts, rule, parameters) => {
  const [finding] = evaluateHost(facts, [rule], parameters);
  if (finding === undefined) throw new Error('one rule on one host makes one finding');
  return finding;
};

/** What one example of a rule, by its index, does not hold; a sentence. */
export interface ExampleFailure {
  readonly index: number;
  readonly text: string;
}

/** The sentences of `failuresIn`, each after the number of its example. */
export function testRule(rule: Rule, judge: Judge = judgeOne): readonly string[] {
  return failuresIn(rule, judge).map(wordsOfFailure);
}

/** `example 2: what is wrong`; the first is 1. */
export function wordsOfFailure({ index, text }: ExampleFailure): string {
  return `example ${index + 1}: ${text}`;
}

/**
 * Runs a rule's examples and the hiding law over each; one failure for each that does not hold, none when all is well.
 *
 * The law: hiding facts leaves the verdict as it was or makes it `unknown` (a fail that one value proves stays a fail
 * when another value is hidden); hiding all that the check reads makes it `unknown`, unless the rule does not apply.
 */
export function failuresIn(rule: Rule, judge: Judge = judgeOne): readonly ExampleFailure[] {
  return rule.examples.flatMap((example, index) => {
    const subject = { rule: judgedIn(rule, example), example, judge, facts: exampleFacts(example.facts) };
    const texts = [...outcomeFailures(subject), ...maskedFailures(subject), ...blindFailures(subject)];
    return texts.map((text) => ({ index, text }));
  });
}

/** The rule as an example has it judged. */
function judgedIn(rule: Rule, { profile, asked }: RuleExample): Rule {
  const own = profile === null ? rule : inProfile(rule, profile);
  return asked === true ? asAsked(own) : own;
}

interface Subject {
  readonly rule: Rule;
  readonly example: RuleExample;
  readonly judge: Judge;
  readonly facts: HostFacts;
}

function outcomeFailures(subject: Subject): readonly string[] {
  const { verdict, state, message } = judged(subject, []);
  const { example } = subject;
  if (verdict !== example.verdict)
    return [`${example.verdict} was expected, but the verdict is ${verdict}: ${message}`];
  if (example.state === null || state === example.state) return [];
  return [`the state ${example.state} was expected, but it is ${state ?? 'none'}: ${message}`];
}

/** Hides each fact alone and each two together. */
function maskedFailures(subject: Subject): readonly string[] {
  const before = judged(subject, []).verdict;
  return combinations(masksOf(subject.rule)).flatMap((masks) => {
    const after = judged(subject, masks).verdict;
    const hidden = masks.map((mask) => mask.name).join(' and ');
    if (after === before || after === 'unknown') return [];
    return [`hiding ${hidden} turns ${before} into ${after}; only unknown is allowed`];
  });
}

function blindFailures(subject: Subject): readonly string[] {
  if (conditionHolds(subject.rule.appliesTo, subject.facts.host) === false) return [];
  const { verdict } = judged(subject, [checkMask(subject.rule)]);
  if (verdict === 'not-applicable' && isOutsideByWord(subject)) return [];
  return verdict === 'unknown' ? [] : [`hiding all that the check reads makes ${verdict}; unknown was expected`];
}

/** Whether what a person said, such as which release is planned, takes the host out of the rule, whatever is read of it. */
function isOutsideByWord({ rule: { appliesIf }, example, facts }: Subject): boolean {
  if (appliesIf === undefined || !leavesOf(appliesIf).some((leaf) => kindOf(leaf).parameters !== undefined))
    return false;
  const blind = leavesOf(appliesIf).reduce((left, leaf) => kindOf(leaf).mask(leaf).apply(left), facts);
  return passes(judge(blind, appliesIf, new Map(Object.entries(example.parameters)))) === false;
}

function judged({ rule, example, judge, facts }: Subject, masks: readonly Mask[]): ReturnType<Judge> {
  const hidden = masks.reduce((left, mask) => mask.apply(left), facts);
  return judge(hidden, rule, new Map(Object.entries(example.parameters)));
}

function combinations(masks: readonly Mask[]): readonly (readonly Mask[])[] {
  return masks.flatMap((one, index) => [[one], ...masks.slice(index + 1).map((other) => [one, other])]);
}
