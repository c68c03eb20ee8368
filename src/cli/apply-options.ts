import { asWholeNumber } from './option-values.ts';
import type { ArgumentsOf } from './command.ts';

const GROUP = 'Apply:';

/** Flags of the commands that write to hosts. */
export const APPLY_OPTIONS = {
  confirm: {
    type: 'boolean',
    group: GROUP,
    describe: 'Write without asking; without it and without a terminal nothing is written',
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
