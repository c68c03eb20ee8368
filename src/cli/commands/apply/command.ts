import { REPORT_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { APPLY_OPTIONS, ROLLOUT_OPTIONS } from './options.ts';

/** Carries a plan out, under a journal, after a dry run and a yes. */
export const apply = defineCommand({
  usage: 'apply <plan>',
  summary: 'Carry out a plan: a dry run first, and nothing is written without a yes',
  examples: [
    ['$0 apply plan.json --target vcenter.example.com', 'what would happen now; on a terminal it asks'],
    ['$0 apply plan.json --target vcenter.example.com --confirm --change CHG123', 'unattended'],
    ['$0 apply plan.json --target vcenter.example.com --canary --backup ./backups', 'one host of each model first'],
  ],
  epilogue: [
    'Each host is read again before each step and left alone when it is no longer as the plan saw it. Every write is in',
    'the journal before it is sent. Run the same command again after an interruption: what took effect is not repeated.',
    '',
    'Exit code: 0 every step (with --reboot every reboot, too) done or already so, or a dry run; 1 a step or a reboot was',
    'refused, failed or is indeterminate;',
    '2 could not run; 3 every step done or already so, or none planned, and hosts were left out of the plan as unknown.',
  ].join('\n'),
  positionals: { plan: { type: 'string', demandOption: true, describe: 'The file that "esxcheck plan" wrote' } },
  options: { ...CONNECTION_OPTIONS, ...APPLY_OPTIONS, ...ROLLOUT_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./run.ts'),
});
