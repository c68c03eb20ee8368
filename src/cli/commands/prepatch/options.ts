import type { ArgumentsOf } from '../../parser/command.ts';

const PATCH = 'Patch:';

/** Flags that say which patch is meant, and where the facts come from. */
export const PREPATCH_OPTIONS = {
  to: {
    type: 'string',
    alias: 'target-release',
    requiresArg: true,
    group: PATCH,
    describe:
      'The release that is planned: a line such as 9.0, a name such as 8.0U3, a build, or image: what the image of each cluster brings; the packs upgrade, hpe and cpu are judged for it too',
  },
  from: {
    type: 'string',
    requiresArg: true,
    group: PATCH,
    describe:
      'Answer from a scan, saved as JSON or in the history (latest, a number, a day), as of its time; contacts nobody',
  },
} as const;
export type PrepatchOptions = ArgumentsOf<typeof PREPATCH_OPTIONS>;
