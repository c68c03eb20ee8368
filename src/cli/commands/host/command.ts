import {
  CONFIG_OPTIONS,
  HISTORY_OPTIONS,
  JUDGEMENT_OPTIONS,
  PATCH_OPTIONS,
  REPORT_OPTIONS,
  RULE_OPTIONS,
} from '../../common-options.ts';
import { CONNECTION_OPTIONS, READING_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** Shows one host completely. Reads only. */
export const host = defineCommand({
  usage: 'host <name>',
  summary: 'Show one host completely: what it is, its values, every finding, and how it stood before',
  examples: [
    [
      '$0 host esx-07.example.com --target vcenter.example.com --user audit@vsphere.local',
      'by the packs cpu, hpe and vic',
    ],
    [
      '$0 host DC1/Prod/esx-07 --target vcenter.example.com --pack hardening',
      'by its path, where names are not enough',
    ],
  ],
  epilogue:
    'How it stood before is told where a history is kept (scan --record, run).\n' +
    'Exit code: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  positionals: {
    name: {
      type: 'string',
      demandOption: true,
      describe: 'Name, path, managed object id or hardware UUID of the host',
    },
  },
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    'target-release': PATCH_OPTIONS['target-release'],
    ...REPORT_OPTIONS,
    ...JUDGEMENT_OPTIONS,
    ...HISTORY_OPTIONS,
  },
  load: () => import('./run.ts'),
});
