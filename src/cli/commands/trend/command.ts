import { HISTORY_OPTIONS, REPORT_OPTIONS } from '../../common-options.ts';
import { asMoment } from '../../parser/coerce.ts';
import { defineCommand } from '../../parser/command.ts';

const GROUP = 'History:';

/** Shows compliance over time. Asks nobody. */
export const trend = defineCommand({
  usage: 'trend',
  summary: 'Show compliance over time, of everything, of each rule or of each cluster, from the history',
  examples: [
    ['$0 trend', 'all findings, scan by scan'],
    ['$0 trend --by rule --by cluster --since 2026-01-01', 'each rule in each cluster, this year'],
    ['$0 trend --by cluster --output trend.csv', 'for a spreadsheet'],
  ],
  epilogue: [
    'Compliant is what passes or is waived, among all that was judged; what is unknown or warned of is not.',
    '',
    'Exit code: 0 done, 2 could not run.',
  ].join('\n'),
  options: {
    ...HISTORY_OPTIONS,
    by: {
      choices: ['rule', 'cluster'],
      array: true,
      requiresArg: true,
      group: GROUP,
      describe: 'Apart for each of these',
    },
    rule: { type: 'string', requiresArg: true, group: GROUP, describe: 'Only these rules; glob. Means --by rule' },
    cluster: {
      type: 'string',
      requiresArg: true,
      group: GROUP,
      describe: 'Only these clusters; glob. Means --by cluster',
    },
    since: {
      type: 'string',
      requiresArg: true,
      coerce: asMoment('since'),
      group: GROUP,
      describe: 'Only scans that started then or later: 2026-11-23, or 2026-11-23T06:00:00Z; UTC',
    },
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
