import { REPORT_OPTIONS, RULE_SOURCE_OPTIONS } from '../../common-options.ts';
import { commandGroup, defineCommand } from '../../parser/command.ts';

/** Tells every mistake of a config file with its place. */
const check = defineCommand({
  usage: 'check [file]',
  summary: 'Check a config file: every mistake with its line and column',
  examples: [
    ['$0 config check', './esxcheck.yaml, or the config in your own folder'],
    ['$0 config check esxcheck.yaml --format json', 'for machines'],
  ],
  epilogue: 'Exit code: 0 it is valid, 1 it is not, 2 it cannot be read, or there is none.',
  positionals: { file: { type: 'string', describe: 'The file; else the one that the other commands would use' } },
  options: { ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./check.ts'),
});

/** What a config may hold, for editors and other programs. */
const schema = defineCommand({
  usage: 'schema',
  summary: 'Print the JSON Schema of config files, so that editors can check them',
  examples: [['$0 config schema --output esxcheck.schema.json', 'a file for "# yaml-language-server: $schema=..."']],
  options: REPORT_OPTIONS,
  load: () => import('./schema.ts'),
});

/** What stands in the config file, without any host. */
export const config = commandGroup('config', 'Check the config file, and show what it may hold', [check, schema]);
