import { CONFIG_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { VIEW_OPTIONS } from '../../view-options.ts';

/** Says whether one host may go back to work after a patch. Reads only. */
export const gate = defineCommand({
  usage: 'gate <host>',
  summary: 'Tell whether one host passes its rules now, before it leaves maintenance mode',
  examples: [
    ['$0 gate esx-07.example.com --target vcenter.example.com --pack hpe', 'in a patch runbook, after the reboot'],
    ['$0 gate esx-07.example.com --target vcenter.example.com --journal plan.json.journal', 'with what we set before'],
  ],
  epilogue: [
    'It looks at what runs now (Runtime), not at what is configured. With the journal of an apply it also tells a setting',
    'that the reboot has not brought into effect.',
    '',
    'Exit code: 0 its rules pass now, 1 they do not, 2 could not run, 3 it cannot be told, or a rule or pack that was named',
    'does not apply to it.',
  ].join('\n'),
  positionals: {
    host: {
      type: 'string',
      demandOption: true,
      describe: 'The host: name, path such as DC1/Prod/esx-07, managed object id, or hardware UUID',
    },
  },
  options: {
    ...CONNECTION_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    journal: { type: 'string', requiresArg: true, group: 'Rules:', describe: 'Journal of the apply that set it' },
    ...REPORT_OPTIONS,
    ...VIEW_OPTIONS,
  },
  load: () => import('./run.ts'),
});
