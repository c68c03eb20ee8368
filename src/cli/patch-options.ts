/** Flags for the audit before patching. */
export const PATCH_OPTIONS = {
  'target-release': {
    type: 'string',
    requiresArg: true,
    group: 'Patch:',
    describe: 'Judge for the time after a patch to this release too: a name such as 8.0U3 or 6.0-P04, or a build',
  },
  'all-settings': {
    type: 'boolean',
    group: 'Patch:',
    describe: 'With --target-release: no findings, but every kernel setting whose default the patch changes',
  },
  since: {
    type: 'string',
    requiresArg: true,
    group: 'Patch:',
    describe:
      'An earlier scan, saved as JSON or in the history (latest, yesterday, a number, a day): say what really changed',
  },
} as const;
