import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

const CENTRE = 'Centre:';

/** Makes the key of a site and gives its public half to the centre. */
export const enrol = defineCommand({
  usage: 'enrol',
  summary: 'Make the key of this site and enrol it at an esxcheck-server',
  examples: [
    [
      '$0 enrol --server https://esx.example.com --site fra --code-stdin',
      'asks for the code, and about the certificate',
    ],
    [
      '$0 enrol --server https://esx.example.com --site fra --key /etc/esxcheck/site.key --code-stdin',
      'the key in another place',
    ],
  ],
  epilogue: [
    'The code is made at the centre (esxcheck-server site add NAME), holds for a day, and once. The private half of the key never leaves',
    'this machine. The certificate of the centre is trusted as "esxcheck trust" does it: by a known authority, by --thumbprint, or asked.',
    '',
    'Exit code: 0 enrolled, 1 refused or not trusted, 2 could not run.',
  ].join('\n'),
  options: {
    server: {
      type: 'string',
      requiresArg: true,
      demandOption: true,
      group: CENTRE,
      describe: 'https URL of the centre',
    },
    site: { type: 'string', requiresArg: true, demandOption: true, group: CENTRE, describe: 'Name of this site' },
    'code-stdin': {
      type: 'boolean',
      demandOption: true,
      group: CENTRE,
      describe: 'Read the one-time code from standard input; on a terminal it is asked for',
    },
    key: {
      type: 'string',
      requiresArg: true,
      default: 'site.key',
      defaultDescription: 'site.key',
      group: CENTRE,
      describe: 'File to keep the key in, for its owner alone',
    },
    replace: {
      type: 'boolean',
      group: CENTRE,
      describe: 'Replace a key, or another certificate that was trusted before',
    },
    thumbprint: {
      type: 'string',
      requiresArg: true,
      group: CENTRE,
      describe: 'SHA-256 or SHA-1 of the certificate that the centre must show',
    },
    'known-hosts': CONNECTION_OPTIONS['known-hosts'],
    timeout: CONNECTION_OPTIONS.timeout,
  },
  load: () => import('./run.ts'),
});
