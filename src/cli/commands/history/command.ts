import { HISTORY_OPTIONS, REPORT_OPTIONS } from '../../common-options.ts';
import { asMoment, asWholeNumber } from '../../parser/coerce.ts';
import { defineCommand } from '../../parser/command.ts';

const GROUP = 'History:';

/** Looks back; contacts nobody. Scans that are kept, or with `--applies` what was changed. */
export const history = defineCommand({
  usage: 'history [journals..]',
  summary:
    'List the scans that are kept; with --applies tell what was changed, when, under which change number and by whom',
  examples: [
    ['$0 history', 'the scans that are kept, newest first'],
    ['$0 history --import monday.json', 'put a saved scan into the history'],
    ['$0 history --forget-older-than 400 --confirm', 'take scans away that are older than 400 days'],
    ['$0 history audit', 'what releases before 1.0.1 may have reported wrongly, by rule and host'],
    ['$0 history audit monday.json', 'the same of a saved scan'],
    ['$0 history --applies', 'every run of this user on this machine, newest first'],
    ['$0 history --applies plan.json.journal', 'each step of the runs in one journal'],
    ['$0 history --applies --change CHG123 --details', 'what was done under a change number'],
    ['$0 history --applies --host esx-07.example.com --output esx-07.csv', 'what was done to one host'],
  ],
  epilogue: [
    'Scans get into the history by "scan --record" and --import; "report 41 --output scan.json" takes one out.',
    '',
    '"history audit" lists findings of kept scans, or of those that are named, which releases before 1.0.1 may have reported wrongly, with',
    'why, and what a newer scan says of the same; exit code 1 when there are some, 0 when there is none.',
    '',
    'With --applies: without the name of a journal it reads all that "apply" and "rollback" have opened, wherever they lie. Journals of',
    'other users and machines, and copies of them, are read when they are named.',
    '',
    'Exit code: 0 done, 1 a journal is missing, cannot be read or was changed (the others are shown all the same), 2 could not run.',
  ].join('\n'),
  positionals: {
    journals: {
      type: 'string',
      array: true,
      describe: 'audit, and scans to look at; with --applies: journals to read',
    },
  },
  options: {
    ...HISTORY_OPTIONS,
    limit: {
      type: 'string',
      requiresArg: true,
      default: '30',
      defaultDescription: '30',
      coerce: asWholeNumber('limit', { least: 1, most: 1_000_000 }),
      group: GROUP,
      describe: 'The newest scans, at most so many',
    },
    import: {
      type: 'string',
      array: true,
      requiresArg: true,
      group: GROUP,
      describe: 'Put a scan that was saved as JSON into it',
    },
    'forget-older-than': {
      type: 'string',
      requiresArg: true,
      coerce: asWholeNumber('forget-older-than', { least: 1, most: 36_500 }),
      group: GROUP,
      describe: 'Take scans away that are older than so many days',
    },
    confirm: { type: 'boolean', group: GROUP, describe: 'Forget without asking' },
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
      describe: 'Only scans or runs that began then or later: 2026-11-23, or 2026-11-23T06:00:00Z; UTC',
    },
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
