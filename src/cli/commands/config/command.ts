import { REPORT_OPTIONS, RULE_SOURCE_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { asVariable } from '../../parser/coerce.ts';
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

/** The first minute of a config. */
const init = defineCommand({
  usage: 'init [file]',
  summary: 'Write a config to start from, with a comment for each part: asks on a terminal, else by flags',
  examples: [
    ['$0 config init', 'asks, and writes ./esxcheck.yaml'],
    ['$0 config init --target vcenter.example.com --user audit@vsphere.local', 'asks nothing on its way'],
    [
      '$0 config init run.yaml --target vcenter.example.com --user audit@vsphere.local --password-file vcenter.password --report report.html',
      'for unattended runs',
    ],
  ],
  epilogue: [
    'It never writes over a file without --replace, never writes a password, and what it writes passes "config check".',
    '',
    'Exit code: 0 written, 2 could not run, or the file is there already.',
  ].join('\n'),
  positionals: { file: { type: 'string', default: 'esxcheck.yaml', describe: 'The file to write' } },
  options: {
    target: CONNECTION_OPTIONS.target,
    user: CONNECTION_OPTIONS.user,
    'password-file': { ...CONNECTION_OPTIONS['password-file'], describe: 'The password comes from this file' },
    'password-command': {
      ...CONNECTION_OPTIONS['password-command'],
      describe: 'It comes from what this command prints',
    },
    'password-env': {
      type: 'string',
      requiresArg: true,
      coerce: asVariable('password-env'),
      group: 'Connection:',
      describe: 'It comes from this variable of the environment; ESXCHECK_PASSWORD where nothing is said',
    },
    'token-file': CONNECTION_OPTIONS['token-file'],
    thumbprint: CONNECTION_OPTIONS.thumbprint,
    'ca-file': { ...CONNECTION_OPTIONS['ca-file'], describe: 'PEM file of the authorities to trust' },
    'compute-resource': SCOPE_OPTIONS['compute-resource'],
    report: {
      type: 'string',
      array: true,
      requiresArg: true,
      group: 'Report:',
      describe: 'File that "esxcheck run" writes, its format from the ending',
    },
    replace: { type: 'boolean', group: 'Config:', describe: 'Write over a file that is there' },
  },
  load: () => import('./init.ts'),
});

/** What a config may hold, for editors and other programs. */
const schema = defineCommand({
  usage: 'schema',
  summary: 'Print the JSON Schema of config files, so that editors can check them',
  examples: [['$0 config schema --output esxcheck.schema.json', 'a file for "# yaml-language-server: $schema=..."']],
  options: REPORT_OPTIONS,
  load: () => import('./schema.ts'),
});

/** What stands in the config file, without any host. Alone, or with the name of a file, it checks. */
export const config = commandGroup('config', 'Write and check the config file, show what it may hold; alone: check', {
  commands: [check, init, schema],
  usual: (word) => (word === null || /[./\\]/.test(word) ? 'check' : null),
});
