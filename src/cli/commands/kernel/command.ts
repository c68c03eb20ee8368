import { REPORT_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, PROCESS_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** Shows one VMkernel setting on all hosts: what Get-iovDisableIR did, for any setting and without the waiting. */
export const kernel = defineCommand({
  usage: 'kernel <name>',
  summary: 'Show one VMkernel setting on all hosts: default, configured, runtime',
  examples: [
    ['$0 kernel iovDisableIR --target vcenter.example.com --user audit@vsphere.local', 'a table, sorted by name'],
    ['$0 kernel iovDisableIR --target vcenter.example.com --format lines', 'NAME (BUILD) -> Def:X-Con:Y-Run:Z'],
  ],
  epilogue: 'Exit code: 0 done, 2 could not run, or no host has such a setting, 3 some hosts could not be read.',
  positionals: { name: { type: 'string', demandOption: true, describe: 'The setting, such as iovDisableIR' } },
  options: { ...CONNECTION_OPTIONS, ...READING_OPTIONS, ...PROCESS_OPTIONS, ...SCOPE_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./run.ts'),
});
