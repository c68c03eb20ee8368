import { HISTORY_OPTIONS, REPORT_OPTIONS } from '../../common-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** Says what changed between two scans of the past. Asks nobody. */
export const diff = defineCommand({
  usage: 'diff [before] [after]',
  summary: 'Say what changed between two scans: fixed, broke, appeared, vanished, rebooted, patched, another default',
  examples: [
    ['$0 diff', 'the last two scans of the history'],
    ['$0 diff yesterday', 'the last scan before today, and the latest'],
    ['$0 diff 41 latest --output changes.csv', 'two scans of the history, by number and by word'],
    ['$0 diff before.json after.json', 'two saved scans'],
    ['$0 diff before.esxsnap after.esxsnap', 'two snapshots: every default that a patch changed'],
  ],
  epilogue: [
    'A scan is named by its number in the history, by "latest", "previous" or "yesterday", by a day or a moment (the last scan',
    'that had started by then; UTC), or by the file that it was saved in. Snapshots (.esxsnap) are judged now, by the rules of the',
    'config, else by the default packs; taken with --comparable, they hold every kernel setting.',
    '',
    'A change of default that all hosts of a model show that went from one build to another is the doing of the patch: the table',
    'says so first, with the settings that no rule covers. What few hosts show is drift.',
    '',
    'Exit code: 0 done, 2 could not run.',
  ].join('\n'),
  positionals: {
    before: { type: 'string', default: 'previous', describe: 'The earlier scan' },
    after: { type: 'string', default: 'latest', describe: 'The later scan' },
  },
  options: { ...HISTORY_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./run.ts'),
});
