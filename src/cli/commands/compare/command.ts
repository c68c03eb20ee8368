import { CONFIG_OPTIONS, REPORT_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../../connection-options.ts';
import { type ArgumentsOf, defineCommand } from '../../parser/command.ts';

const COMPARISON = 'Comparison:';

/** Flags that say which host is trusted, and where the others come from. */
export const COMPARE_OPTIONS = {
  to: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    group: COMPARISON,
    describe: 'The host that is trusted: name, path, managed object id or UUID; or a snapshot that ends in .esxsnap',
  },
  'to-host': {
    type: 'string',
    requiresArg: true,
    group: COMPARISON,
    describe: 'Which host of that snapshot is trusted, where it holds several',
  },
  from: {
    type: 'string',
    requiresArg: true,
    group: COMPARISON,
    describe: 'Compare the hosts of this snapshot; contacts nobody',
  },
  all: {
    type: 'boolean',
    group: COMPARISON,
    describe: 'List too what was left out because every host has its own: names, addresses, volumes',
  },
} as const;
export type CompareOptions = ArgumentsOf<typeof COMPARE_OPTIONS>;

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
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    ...COMPARE_OPTIONS,
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
