import {
  CONFIG_OPTIONS,
  JUDGEMENT_OPTIONS,
  REPORT_OPTIONS,
  RULE_OPTIONS,
  RULE_SOURCE_OPTIONS,
} from '../../common-options.ts';
import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { VIEW_OPTIONS } from '../../view-options.ts';

/** Judges the hosts of a plan anew. Reads only. */
export const verify = defineCommand({
  usage: 'verify <plan>',
  summary: 'Read the hosts of a plan again and judge them by its rules',
  examples: [
    ['$0 verify plan.json --target vcenter.example.com', 'after an apply, and again after the reboots'],
    ['$0 verify plan.json --target vcenter.example.com --format json', 'the same document as a scan'],
  ],
  epilogue:
    'The last line counts the steps: "2 of 2 applied, 1 waits for its reboot".\n' +
    'Exit code: 0 compliant, 1 at least one fail, which a setting is until its host was rebooted, 2 could not run, 3 no fail but\n' +
    'something unknown, a host that is not surely that of the plan, or a step whose rule was not judged on its host.',
  positionals: { plan: { type: 'string', demandOption: true, describe: 'The plan that was applied' } },
  options: {
    ...CONNECTION_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_SOURCE_OPTIONS,
    framework: {
      ...RULE_OPTIONS.framework,
      describe: 'Judge by the values of this framework; by default that of the plan',
    },
    profile: {
      ...RULE_OPTIONS.profile,
      describe: 'Judge by the expectations of this profile; by default that of the plan',
    },
    journal: {
      type: 'string',
      requiresArg: true,
      group: 'Rules:',
      describe: 'Journal of the apply; PLAN.journal by default, where it exists',
    },
    ...REPORT_OPTIONS,
    ...VIEW_OPTIONS,
    ...JUDGEMENT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
