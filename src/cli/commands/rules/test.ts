import { defineCommand } from '../../command.ts';
import type { Rule } from '../../../model/rule.ts';
import { exitCodeOfAnswer } from '../../exit-code.ts';
import { REPORT_OPTIONS, RULE_OPTIONS, RULE_SOURCE_OPTIONS } from '../../options.ts';

/** Runs the examples that rules carry, and hides facts from them. */
export const test = defineCommand({
  usage: 'test',
  summary: "Run the rules' own examples, and check that what is unseen is never a pass",
  examples: [
    ['$0 rules test', 'the shipped rules'],
    ['$0 rules test --rules ./our-rules', 'with those of a folder'],
    ['$0 rules test --pack hardening --profile stig', 'what the profile asks alone'],
  ],
  epilogue: 'Exit code: 0 every example holds, 1 one does not, 2 could not run, such as a file that is no rule.',
  options: {
    pack: RULE_OPTIONS.pack,
    rule: RULE_OPTIONS.rule,
    profile: RULE_OPTIONS.profile,
    ...RULE_SOURCE_OPTIONS,
    ...REPORT_OPTIONS,
  },
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { RULE_TEST_REPORTERS } = await import('../../rule-test-reports.ts');
    const { chooseRules } = await import('../../rule-choice.ts');
    const { testRule } = await import('../../../rules/rule-tester.ts');
    const reports = await chooseReports(RULE_TEST_REPORTERS, args);
    const { rules } = await chooseRules(args, null, 'all');
    const outcomes = rules.map(examplesOfProfile).map((rule) => ({
      rule: rule.id,
      failures: testRule(rule),
      examples: rule.examples.length,
    }));
    await writeReports(reports, outcomes, io);
    return exitCodeOfAnswer(outcomes.every(({ failures }) => failures.length === 0));
  },
});

/** A rule that asks what a profile asks is told by the examples of that profile alone. */
function examplesOfProfile(rule: Rule): Rule {
  if (rule.profile === null) return rule;
  return { ...rule, examples: rule.examples.filter(({ profile }) => profile === rule.profile) };
}
