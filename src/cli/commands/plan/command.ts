import { CONFIG_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, PROCESS_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { PLAN_OPTIONS } from './options.ts';

/** Writes down what would make failing hosts pass, for people to review and `apply` to carry out. Writes to no host. */
export const plan = defineCommand({
  usage: 'plan',
  summary: 'Write down what would make failing hosts pass, to be reviewed; changes nothing',
  examples: [
    ['$0 plan --target vcenter.example.com --output plan.json', 'the HPE rules: one file for review and for apply'],
    ['$0 plan --target vcenter.example.com --pack vic --vch-network 10.9.0.0/24', 'let tcp/2377 out to one network'],
    ['$0 plan --target vcenter.example.com --pack vic --deny', 'and close it again'],
    [
      '$0 plan --target vcenter.example.com --reboot-pending --output reboots.json',
      'hosts that only wait for a reboot',
    ],
    ['$0 plan --from scan.json --export markdown', 'a runbook from a saved scan, without contacting anybody'],
    ['$0 plan --from plan.json --format table', 'read a plan'],
  ],
  epilogue:
    'Steps of a pack other than hpe are planned only when the pack or rule is named.\n' +
    'Exit code: 0 written, 2 could not run, 3 written, but hosts were left out because they are unknown.',
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    ...PLAN_OPTIONS,
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
