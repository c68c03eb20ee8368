import { HISTORY_OPTIONS } from '../../common-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** Tries the channels of a config before a run has to. */
export const notify = defineCommand({
  usage: 'notify [scan]',
  summary: 'Send to every channel of the config what a run would send of a scan, to try them',
  examples: [
    ['$0 notify', 'the newest scan of the history'],
    ['$0 notify scan.json --config /etc/esxcheck/esxcheck.yaml', 'a saved scan, by a config'],
  ],
  epilogue: 'Exit code: 0 delivered to every channel, 1 not to all of them, 2 could not run.',
  positionals: {
    scan: { type: 'string', default: 'latest', describe: 'A scan saved as JSON, or one of the history' },
  },
  options: HISTORY_OPTIONS,
  load: () => import('./run.ts'),
});
