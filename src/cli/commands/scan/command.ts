import {
  ATTESTATION_OPTIONS,
  CHECKLIST_OPTIONS,
  CONFIG_OPTIONS,
  HISTORY_OPTIONS,
  JUDGEMENT_OPTIONS,
  PATCH_OPTIONS,
  REPORT_OPTIONS,
  RULE_OPTIONS,
} from '../../common-options.ts';
import {
  CONNECTION_OPTIONS,
  LABEL_OPTIONS,
  PROCESS_OPTIONS,
  READING_OPTIONS,
  SCOPE_OPTIONS,
} from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { VIEW_OPTIONS } from '../../view-options.ts';

/** Judges every host in scope by the chosen rules. Reads only. */
export const scan = defineCommand({
  usage: 'scan',
  summary: 'Judge every ESXi host by the rules: now, after the next reboot and after a patch',
  examples: [
    ['$0 scan --target vcenter.example.com --user audit@vsphere.local', 'all hosts, the packs cpu, hpe and vic'],
    ['$0 scan --target vcenter.example.com --compute-resource Production --pack hpe', 'one cluster, one pack'],
    [
      '$0 scan --target vcenter.example.com --pack vic --vch-address 10.9.0.5',
      'is outbound tcp/2377 open to this VCH?',
    ],
    ['$0 scan --target vcenter.example.com --framework stig-esxi-8', 'the controls of the STIG of ESXi 8'],
    ['$0 scan --target vcenter.example.com --output scan.json --output findings.csv', 'files instead of the table'],
    ['$0 scan --target vcenter.example.com --target-release 8.0U3', 'and what will a patch to 8.0 U3 do?'],
    ['$0 scan --target vcenter.example.com --target-release 8.0U3 --all-settings', 'every default that it changes'],
    ['$0 scan --target vcenter.example.com --since scan.json', 'what has changed since that scan?'],
  ],
  epilogue:
    'Where neither pack nor rule is named: the packs of the config, else cpu, hpe and vic, and the rules of --rules.\n' +
    'Exit code: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
    ...SCOPE_OPTIONS,
    ...LABEL_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    ...ATTESTATION_OPTIONS,
    ...PATCH_OPTIONS,
    ...REPORT_OPTIONS,
    ...CHECKLIST_OPTIONS,
    ...VIEW_OPTIONS,
    ...JUDGEMENT_OPTIONS,
    record: { type: 'boolean', group: 'History:', describe: 'Keep the scan in the history' },
    ...HISTORY_OPTIONS,
  },
  load: () => import('./run.ts'),
});
