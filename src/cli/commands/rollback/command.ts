import { REPORT_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { APPLY_OPTIONS } from '../apply/options.ts';

/** Undoes what the journal of an apply says was done, the newest first. */
export const rollback = defineCommand({
  usage: 'rollback <plan>',
  summary: 'Undo what an apply of a plan did, under the same protections',
  examples: [
    ['$0 rollback plan.json --target vcenter.example.com', 'what would be undone now; on a terminal it asks'],
    ['$0 rollback plan.json --target vcenter.example.com --confirm --only esx-07.example.com', 'one host, unattended'],
  ],
  epilogue: [
    'It undoes the steps that the journal says were done. Where a value was not set before, the old value stays set: the',
    'report says so.',
    '',
    'Exit code: 0 every step undone or already so, or a dry run; 1 a step was refused, failed or is indeterminate;',
    '2 could not run.',
  ].join('\n'),
  positionals: { plan: { type: 'string', demandOption: true, describe: 'The plan that was applied' } },
  options: { ...CONNECTION_OPTIONS, ...APPLY_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./run.ts'),
});
