import { CONFIG_OPTIONS, RULE_OPTIONS } from '../../common-options.ts';
import {
  CONNECTION_OPTIONS,
  LABEL_OPTIONS,
  PROCESS_OPTIONS,
  READING_OPTIONS,
  SCOPE_OPTIONS,
} from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

const { 'vch-address': _ofJudging, 'patch-within': _ofJudgingToo, ...RULE_CHOICE } = RULE_OPTIONS;

/** Saves what rules need to know of each host, for `evaluate`. Reads only. */
export const snapshot = defineCommand({
  usage: 'snapshot',
  summary: 'Save the facts of every ESXi host, to be judged later or elsewhere',
  examples: [
    ['$0 snapshot --target vcenter.example.com --output facts.esxsnap', 'what a scan would read'],
    ['$0 snapshot --target vcenter.example.com --everything --output facts.esxsnap', 'for every rule that ships'],
    [
      '$0 snapshot --target vcenter.example.com --comparable --host esx-01 --output golden.esxsnap',
      'to compare hosts to',
    ],
    [
      '$0 snapshot --target vcenter.example.com --all-settings --host esx-01 --output canary.esxsnap',
      'for "catalog learn": the defaults of the release that it runs',
    ],
  ],
  epilogue: [
    'Judge it with: esxcheck evaluate facts.esxsnap',
    'The file holds names, hardware, releases and settings of the hosts, and nothing of the account that read them.',
    '',
    'Exit code: 0 done, 2 could not run, 3 some hosts could not be read.',
  ].join('\n'),
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
    ...SCOPE_OPTIONS,
    ...LABEL_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_CHOICE,
    everything: {
      type: 'boolean',
      group: 'Rules:',
      describe: 'Read what any shipped rule needs, and those of --rules',
    },
    'all-settings': {
      type: 'boolean',
      group: 'Rules:',
      describe: 'Read every kernel setting and the image profile too, for "esxcheck catalog learn"',
    },
    comparable: {
      type: 'boolean',
      group: 'Rules:',
      describe:
        'Read what "esxcheck compare" compares too: every option and kernel setting, services, firewall, packages',
    },
    output: {
      type: 'string',
      alias: 'o',
      requiresArg: true,
      demandOption: true,
      group: 'Snapshot:',
      describe: 'The file to write, such as facts.esxsnap',
    },
  },
  load: () => import('./run.ts'),
});
