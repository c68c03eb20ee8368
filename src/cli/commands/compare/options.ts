import type { ArgumentsOf } from '../../parser/command.ts';

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
