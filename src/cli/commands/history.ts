import { defineCommand } from '../command.ts';
import { misuse } from '../misuse.ts';
import { asMoment } from '../option-values.ts';
import { REPORT_OPTIONS } from '../options.ts';

const GROUP = 'History:';

/** Looks back; contacts nobody. `--applies` is the one history that there is. */
export const history = defineCommand({
  usage: 'history [journals..]',
  summary:
    'Tell what was changed, when, under which change number and by whom, from the journals of apply and rollback',
  examples: [
    ['$0 history --applies', 'every run of this user on this machine, newest first'],
    ['$0 history --applies plan.json.journal', 'each step of the runs in one journal'],
    ['$0 history --applies --change CHG123 --details', 'what was done under a change number'],
    ['$0 history --applies --host esx-07.example.com --output esx-07.csv', 'what was done to one host'],
  ],
  epilogue: [
    'Without the name of a journal it reads all that "apply" and "rollback" have opened, wherever they lie. Journals of',
    'other users and machines, and copies of them, are read when they are named.',
    '',
    'Exit code: 0 done, 1 a journal is missing, cannot be read or was changed (the others are shown all the same), 2 could not run.',
  ].join('\n'),
  positionals: {
    journals: { type: 'string', array: true, describe: 'Journals to read instead of those that are known' },
  },
  options: {
    applies: { type: 'boolean', group: GROUP, describe: 'The runs of apply and rollback' },
    details: {
      type: 'boolean',
      group: GROUP,
      describe: 'Show each step; without it only where one journal is named. CSV and JSON hold them anyway',
    },
    change: { type: 'string', requiresArg: true, group: GROUP, describe: 'Only runs under this change number' },
    host: {
      type: 'string',
      array: true,
      requiresArg: true,
      group: GROUP,
      describe: 'Only what was done to these hosts; glob',
    },
    since: {
      type: 'string',
      requiresArg: true,
      coerce: asMoment('since'),
      group: GROUP,
      describe: 'Only runs that began then or later: 2026-11-23, or 2026-11-23T06:00:00Z; UTC',
    },
    ...REPORT_OPTIONS,
  },
  run: async (args, io) => {
    if (args.applies !== true) {
      throw misuse('"history" needs to know which history: --applies tells the runs of apply and rollback.');
    }
    const { APPLIES_REPORTERS } = await import('../../../reports/applies.ts');
    const { chooseReports } = await import('../report-choice.ts');
    const choice = await chooseReports(APPLIES_REPORTERS, args);
    const { tellApplies } = await import('../telling-applies.ts');
    return tellApplies(args, choice, io);
  },
});
