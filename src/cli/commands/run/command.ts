import { CONFIG_OPTIONS, RULE_SOURCE_OPTIONS } from '../../common-options.ts';
import { PROCESS_OPTIONS, READING_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** One unattended pass over all that the config names. */
export const run = defineCommand({
  usage: 'run',
  summary: 'One unattended pass by the config: scan its targets, keep the scan, write its reports',
  examples: [
    ['$0 run --config /etc/esxcheck/esxcheck.yaml', 'what a timer or a cron job starts'],
    ['$0 run --verbose', 'the same, with notes and progress'],
  ],
  epilogue: [
    'It asks nobody anything and says nothing unless something is wrong. A lock keeps two runs of one config apart.',
    '',
    'Exit code, as of a scan: 0 compliant, 1 at least one fail, 3 no fail but something unknown; 2 could not run, or ran but',
    'could not keep the scan or write a report (where nothing fails).',
  ].join('\n'),
  options: {
    ...CONFIG_OPTIONS,
    ...RULE_SOURCE_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
    verbose: { type: 'boolean', alias: 'v', group: 'General:', describe: 'Notes and progress on stderr' },
  },
  load: () => import('./run.ts'),
});
