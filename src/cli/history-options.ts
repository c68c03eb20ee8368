/** Where scans of the past are kept. */
export const HISTORY_OPTIONS = {
  history: {
    type: 'string',
    requiresArg: true,
    group: 'History:',
    describe: "File that keeps scans of the past; else esxcheck/history.db in the user's state folder",
  },
} as const;
