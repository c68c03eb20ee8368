import { defineCommand } from '../../command.ts';
import { exitCodeOfAnswer } from '../../exit-code.ts';
import { REPORT_OPTIONS, RULE_OPTIONS, RULE_SOURCE_OPTIONS } from '../../options.ts';

/** Runs the examples that rules carry, and hides facts from them. */
export const test = defineCommand({
  usage: 'test',
  summary: "Run the rules' own examples, and check that what is unseen is never a pass",
  examples: [
    ['$0 rules test', 'the shipped rules'],
    ['$0 rules test --rules ./our-rules', 'with those of a folder; the last line tells how many of which were tested'],
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
    const { testRules } = await import('../../rule-testing.ts');
    const reports = await chooseReports(RULE_TEST_REPORTERS, args);
    const outcomes = await testRules(args);
    await writeReports(reports, outcomes, io);
    return exitCodeOfAnswer(outcomes.every(({ failures }) => failures.length === 0));
  },
});
