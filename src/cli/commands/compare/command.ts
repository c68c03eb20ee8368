import { CONFIG_OPTIONS, REPORT_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, PROCESS_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { COMPARE_OPTIONS } from './options.ts';

/** Says how hosts differ from one that people trust. Reads only. */
export const compare = defineCommand({
  usage: 'compare',
  summary: 'Tell how hosts differ from one that you trust: options, services, kernel settings, firewall, packages',
  examples: [
    ['$0 compare --to esx-01.example.com --target vcenter.example.com', 'every other host beside that one'],
    ['$0 compare --to golden.esxsnap --target vcenter.example.com --output drift.csv', 'beside one that was saved'],
    ['$0 compare --to golden.esxsnap --from estate.esxsnap', 'both from files; contacts nobody'],
  ],
  epilogue: [
    'Save a host to compare to: esxcheck snapshot --comparable --host esx-01.example.com --output golden.esxsnap',
    'It is a comparison, not a policy: what is weak on both hosts is no difference.',
    '',
    'Exit code: 0 no difference, 1 differences, 2 could not run, 3 no difference, but not everything could be compared.',
  ].join('\n'),
  options: {
    ...CONNECTION_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    ...COMPARE_OPTIONS,
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
