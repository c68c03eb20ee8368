import { asWholeNumber } from '../../parser/coerce.ts';
import { defineCommand } from '../../parser/command.ts';

const GROUP = 'Simulator:';

/** Runs the simulated vCenter until Ctrl-C, for trying things out and for other people's clients. */
export const simulate = defineCommand({
  usage: 'simulate',
  summary: 'Run a simulated vCenter on this machine',
  examples: [
    ['$0 simulate', 'the estate of the demo, on a free port'],
    ['$0 simulate --hosts 1000 --latency 20 --port 8443', 'a large estate behind a slow network'],
    ['$0 simulate --estate ./estate.yaml', 'an estate of your own'],
  ],
  epilogue: 'It keeps everything in memory, and its certificate is made anew at each start.',
  endsOnInterrupt: true,
  options: {
    estate: { type: 'string', requiresArg: true, group: GROUP, describe: 'YAML file of clusters, hosts and troubles' },
    hosts: {
      type: 'string',
      requiresArg: true,
      coerce: asWholeNumber('hosts', { least: 1, most: 20_000 }),
      group: GROUP,
      describe: 'Make up an estate of so many hosts instead',
    },
    latency: {
      type: 'string',
      requiresArg: true,
      coerce: asWholeNumber('latency', { least: 0, most: 60_000 }),
      group: GROUP,
      describe: 'Milliseconds that every answer waits',
    },
    slots: {
      type: 'string',
      requiresArg: true,
      coerce: asWholeNumber('slots', { least: 1, most: 1000 }),
      group: GROUP,
      describe: 'Calls to hosts that are worked on at a time; the others wait',
    },
    'refuse-above': {
      type: 'string',
      requiresArg: true,
      coerce: asWholeNumber('refuse-above', { least: 1, most: 1000 }),
      group: GROUP,
      describe: 'Refuse calls to hosts beyond so many in flight, with HTTP 503',
    },
    port: {
      type: 'string',
      requiresArg: true,
      default: '0',
      defaultDescription: 'a free one',
      coerce: asWholeNumber('port', { least: 0, most: 65_535 }),
      group: GROUP,
      describe: 'Port to listen on',
    },
    listen: {
      type: 'string',
      requiresArg: true,
      default: '127.0.0.1',
      defaultDescription: '127.0.0.1',
      group: GROUP,
      describe: 'Address to listen on',
    },
  },
  load: () => import('./run.ts'),
});
