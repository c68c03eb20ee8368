import { CONFIG_OPTIONS } from '../../common-options.ts';
import { CONNECTION_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

const CENTRE = 'Centre:';

/** Sends facts to the centre: snapshots by hand, or what waits in the spool. */
export const ship = defineCommand({
  usage: 'ship [files..]',
  summary: 'Ship snapshots to the esxcheck-server, or what waits in the spool',
  examples: [
    ['$0 ship facts.esxsnap', 'a snapshot that was taken where the centre cannot be reached'],
    ['$0 ship --spool', 'what waits, as the config says'],
    ['$0 ship facts.esxsnap --server https://esx.example.com --site fra --key site.key', 'without a config'],
  ],
  epilogue: [
    'A snapshot of several targets is shipped as one of each. Facts that the config leaves out (ship.leaveOut) stay here, and so does',
    'the account that read them.',
    '',
    'Exit code: 0 shipped, or there already; 1 refused; 2 could not run, or the centre was not reached; 3 shipped, and not everything',
    'had been read.',
  ].join('\n'),
  positionals: { files: { type: 'string', array: true, describe: 'Snapshots, as "esxcheck snapshot" writes them' } },
  options: {
    ...CONFIG_OPTIONS,
    spool: { type: 'boolean', group: CENTRE, describe: 'Ship what waits in the spool, oldest first' },
    'spool-folder': {
      type: 'string',
      requiresArg: true,
      group: CENTRE,
      describe: 'Folder of the spool, where no config names it',
    },
    server: {
      type: 'string',
      requiresArg: true,
      group: CENTRE,
      describe: 'https URL of the centre, in place of the config',
    },
    site: { type: 'string', requiresArg: true, group: CENTRE, describe: 'With --server: name of this site' },
    key: { type: 'string', requiresArg: true, group: CENTRE, describe: 'With --server: file of the key of this site' },
    thumbprint: {
      type: 'string',
      requiresArg: true,
      group: CENTRE,
      describe: 'With --server: SHA-256 or SHA-1 of the certificate that it must show',
    },
    'known-hosts': CONNECTION_OPTIONS['known-hosts'],
  },
  load: () => import('./run.ts'),
});
