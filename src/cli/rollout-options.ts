import type { ArgumentsOf } from './command.ts';
import { asWholeNumber } from './option-values.ts';

const GROUP = 'Rolling reboot (EXPERIMENTAL: nobody has seen it on a real vCenter yet):';

/** Flags of a rolling reboot after an apply. */
export const ROLLOUT_OPTIONS = {
  reboot: {
    type: 'boolean',
    group: GROUP,
    describe: 'EXPERIMENTAL: then reboot the hosts whose steps need it, one of each cluster at a time',
  },
  'allow-vm-downtime': {
    type: 'boolean',
    group: GROUP,
    describe: 'Reboot hosts in no cluster, too; you shut their VMs down',
  },
  window: {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: 'Start hosts only between these times, such as 22:00-05:00; with --time-zone',
  },
  'time-zone': {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: 'IANA time zone of --window, such as Europe/Istanbul',
  },
  'max-reboot-failures': {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('max-reboot-failures', { least: 1, most: 1000 }),
    group: GROUP,
    describe: 'Failed hosts after which a cluster stops; 1 by default. One that is left out of service always stops it',
  },
  'reboot-poll': {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('reboot-poll', { least: 1, most: 60 }),
    group: GROUP,
    describe: 'Seconds between two looks at vCenter; 3 by default',
  },
} as const;
export type RolloutArguments = ArgumentsOf<typeof ROLLOUT_OPTIONS>;
