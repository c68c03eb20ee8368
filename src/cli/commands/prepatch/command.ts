import { CONFIG_OPTIONS, HISTORY_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, PROCESS_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { PREPATCH_OPTIONS } from './options.ts';

/** Answers host by host whether a patch can begin. Reads only. */
export const prepatch = defineCommand({
  usage: 'prepatch',
  summary: 'Tell host by host whether a patch or an upgrade can begin: what blocks it, and what could not be read',
  examples: [
    ['$0 prepatch --target vcenter.example.com --compute-resource Production', 'the hosts of tonight'],
    ['$0 prepatch --target vcenter.example.com --to 8.0U3', 'and what that release does to kernel settings'],
    ['$0 prepatch --target vcenter.example.com --to 9.0', 'an upgrade to another line: may these hosts go there?'],
    ['$0 prepatch --target vcenter.example.com --output prepatch.json', 'for the change record'],
    ['$0 prepatch --from scan.json', 'from a scan that was made by the pack prepatch; contacts nobody'],
  ],
  epilogue: [
    'Rules that block say so themselves (blocks: patch, blocks: upgrade); what else does not pass is a note. A host of which a',
    'blocker could not be read is unknown, never ready. Without --to each cluster is judged for the targetRelease that the config',
    'names for it, if it names one. What no rule can look at is listed at the end.',
    '',
    'Exit code: 0 no blocker found on any host, 1 a blocker was read, 2 could not run, 3 no blocker was read, but one could not be.',
  ].join('\n'),
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    ...PREPATCH_OPTIONS,
    ...REPORT_OPTIONS,
    ...HISTORY_OPTIONS,
  },
  load: () => import('./run.ts'),
});
