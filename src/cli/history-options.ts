import { CONFIG_OPTIONS } from './options.ts';

/** Where scans of the past are kept: the same for all commands that use one config. */
export const HISTORY_OPTIONS = {
  ...CONFIG_OPTIONS,
  history: {
    type: 'string',
    requiresArg: true,
    group: 'History:',
    describe:
      "File that keeps scans of the past; else history.file of the config, else esxcheck/history.db in the user's state folder",
  },
} as const;
