import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { REPORT_OPTIONS, RULE_OPTIONS, RULE_SOURCE_OPTIONS } from '../../options.ts';

/** One line for each rule. */
export const list = defineCommand({
  usage: 'list',
  summary: 'List the rules: id, severity, title',
  examples: [
    ['$0 rules list', 'the shipped rules'],
    ['$0 rules list --rules ./our-rules --format json', 'with those of a folder, for machines'],
  ],
  options: { pack: RULE_OPTIONS.pack, ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { RULE_LIST_REPORTERS } = await import('../../rule-reports.ts');
    const { chooseRules } = await import('../../rule-choice.ts');
    const reports = await chooseReports(RULE_LIST_REPORTERS, args);
    const { rules } = await chooseRules(args, null, 'all');
    await writeReports(reports, rules, io);
    return EXIT.done;
  },
});
