import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { REPORT_OPTIONS } from '../../options.ts';

/** What a rule file may hold, for editors and other programs. */
export const schema = defineCommand({
  usage: 'schema',
  summary: 'Print the JSON Schema of rule files, so that editors can check them',
  examples: [['$0 rules schema --output rule-1.schema.json', 'a file for "# yaml-language-server: $schema=..."']],
  options: REPORT_OPTIONS,
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { SCHEMA_REPORTERS } = await import('../../schema-reports.ts');
    const { ruleJsonSchema } = await import('../../../rules/schema/rule-schema.ts');
    const reports = await chooseReports(SCHEMA_REPORTERS, args);
    await writeReports(reports, ruleJsonSchema(), io);
    return EXIT.done;
  },
});
