import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { REPORT_OPTIONS } from '../../options.ts';

/** What a config may hold, for editors and other programs. */
export const schema = defineCommand({
  usage: 'schema',
  summary: 'Print the JSON Schema of config files, so that editors can check them',
  examples: [['$0 config schema --output esxcheck.schema.json', 'a file for "# yaml-language-server: $schema=..."']],
  options: REPORT_OPTIONS,
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { SCHEMA_REPORTERS } = await import('../../schema-reports.ts');
    const { configJsonSchema } = await import('../../../config/config-schema.ts');
    const reports = await chooseReports(SCHEMA_REPORTERS, args);
    await writeReports(reports, configJsonSchema(), io);
    return EXIT.done;
  },
});
