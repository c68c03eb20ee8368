import { asWholeNumber } from '../../parser/coerce.ts';
import type { ArgumentsOf } from '../../parser/command.ts';

const GROUP = 'Apply:';

/** Flags of the commands that write to hosts. */
export const APPLY_OPTIONS = {
  confirm: {
    type: 'boolean',
    group: GROUP,
    describe: 'Write without asking; without it and without a terminal nothing is written',
  },
  'dry-run': {
    type: 'boolean',
    group: GROUP,
    describe: 'Only show what would happen, and ask nobody: what it does without a terminal anyway',
  },
  only: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: GROUP,
    describe: 'Only these hosts of the plan: glob over names, managed object id or hardware UUID',
  },
  'max-failures': {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('max-failures', { least: 1, most: 1_000_000 }),
    group: GROUP,
    describe: 'Start nothing new after so many failed steps; no limit by default',
  },
  canary: {
    type: 'boolean',
    group: GROUP,
    describe: 'One host of each model first, then stop and ask',
  },
  change: {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: 'Number of the change, for the journal and for the event on each host',
  },
  'approved-hash': {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: 'The hash of the plan that was approved; any other plan is refused',
  },
  backup: {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: "Save each host's configuration into this folder before the first write to it",
  },
  evidence: {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: 'Keep the plan, what was read before and after, and the journal in a new folder below this one',
  },
  journal: {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe: 'File that every write is put down in first; PLAN.journal by default',
  },
} as const;
export type ApplyArguments = ArgumentsOf<typeof APPLY_OPTIONS>;

const REBOOT_GROUP = 'Rolling reboot (EXPERIMENTAL: nobody has seen it on a real vCenter yet):';

/** Flags of a rolling reboot after an apply. */
export const ROLLOUT_OPTIONS = {
  reboot: {
    type: 'boolean',
    group: REBOOT_GROUP,
    describe: 'EXPERIMENTAL: then reboot the hosts whose steps need it, one of each cluster at a time',
  },
  parallel: {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('parallel', { least: 1, most: 32 }),
    group: REBOOT_GROUP,
    describe:
      'Up to so many hosts of a cluster at a time, where its admission control keeps room for them; 1 by default',
  },
  'allow-vm-downtime': {
    type: 'boolean',
    group: REBOOT_GROUP,
    describe: 'Reboot hosts in no cluster, too; you shut their VMs down',
  },
  window: {
    type: 'string',
    requiresArg: true,
    group: REBOOT_GROUP,
    describe: 'Start hosts only between these times, such as 22:00-05:00; with --time-zone',
  },
  'time-zone': {
    type: 'string',
    requiresArg: true,
    group: REBOOT_GROUP,
    describe: 'IANA time zone of --window, such as Europe/Istanbul',
  },
  'max-reboot-failures': {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('max-reboot-failures', { least: 1, most: 1000 }),
    group: REBOOT_GROUP,
    describe: 'Failed hosts after which a cluster stops; 1 by default. One that is left out of service always stops it',
  },
  'reboot-poll': {
    type: 'string',
    requiresArg: true,
    coerce: asWholeNumber('reboot-poll', { least: 1, most: 60 }),
    group: REBOOT_GROUP,
    describe: 'Seconds between two looks at vCenter; 3 by default',
  },
} as const;
export type RolloutArguments = ArgumentsOf<typeof ROLLOUT_OPTIONS>;
