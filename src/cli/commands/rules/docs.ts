import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { REPORT_OPTIONS, RULE_OPTIONS, RULE_SOURCE_OPTIONS } from '../../options.ts';

/** A reference of the rules for people who do not read YAML. */
export const docs = defineCommand({
  usage: 'docs',
  summary: 'Write a reference of all rules in Markdown: what each asks, of which hosts, why, and what would mend it',
  examples: [
    ['$0 rules docs --output rules.md', 'the shipped rules'],
    ['$0 rules docs --rules ./our-rules --pack ours', 'one pack of yours, on stdout'],
  ],
  options: { pack: RULE_OPTIONS.pack, ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { RULE_REFERENCE_REPORTERS } = await import('../../rule-reference.ts');
    const { chooseRules } = await import('../../rule-choice.ts');
    const reports = await chooseReports(RULE_REFERENCE_REPORTERS, args);
    const { rules } = await chooseRules(args, null, 'all');
    await writeReports(reports, rules, io);
    return EXIT.done;
  },
});
