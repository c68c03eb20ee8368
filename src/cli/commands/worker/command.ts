import { CONFIG_OPTIONS, RULE_SOURCE_OPTIONS } from '../../common-options.ts';
import { READING_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';

/** Reads the targets of a site when the centre asks for it. */
export const worker = defineCommand({
  usage: 'worker',
  summary: 'Read the targets of this site when the esxcheck-server asks, and ship what was read',
  examples: [['$0 worker --config /etc/esxcheck/site.yaml', 'what a service starts; it ends by SIGTERM or Ctrl-C']],
  epilogue: [
    'It speaks to the centre over HTTPS, outwards only, and reads no target that the config does not hold. While the centre is away it goes',
    'on by the last schedule that it was told, and keeps the facts in the spool.',
    '',
    'Exit code: 0 ended by a signal, 1 the centre refuses the key, 2 could not run, 3 ended by a signal and the last reading of a target',
    'was not whole.',
  ].join('\n'),
  options: {
    ...CONFIG_OPTIONS,
    ...RULE_SOURCE_OPTIONS,
    ...READING_OPTIONS,
    name: {
      type: 'string',
      requiresArg: true,
      group: 'Centre:',
      describe: 'Name of this worker, as the centre shows it',
      defaultDescription: 'the name of the machine',
    },
  },
  endsOnInterrupt: true,
  load: () => import('./run.ts'),
});
