import { defineCommand } from '../../command.ts';
import { exitCodeOfAnswer } from '../../exit-code.ts';
import { REPORT_OPTIONS, RULE_SOURCE_OPTIONS } from '../../options.ts';

/** Tells every mistake of a config file with its place. */
export const check = defineCommand({
  usage: 'check [file]',
  summary: 'Check a config file: every mistake with its line and column',
  examples: [
    ['$0 config check', './esxcheck.yaml, or the config in your own folder'],
    ['$0 config check esxcheck.yaml --format json', 'for machines'],
  ],
  epilogue: 'Exit code: 0 it is valid, 1 it is not, 2 it cannot be read, or there is none.',
  positionals: { file: { type: 'string', describe: 'The file; else the one that the other commands would use' } },
  options: { ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { CONFIG_CHECK_REPORTERS } = await import('../../config-reports.ts');
    const { checkConfig } = await import('../../config-check.ts');
    const reports = await chooseReports(CONFIG_CHECK_REPORTERS, args);
    const checked = await checkConfig(args, io);
    await writeReports(reports, checked, io);
    return exitCodeOfAnswer(checked.mistakes.length === 0);
  },
});
