import { REPORT_OPTIONS } from '../../common-options.ts';
import { asPair } from '../../parser/coerce.ts';
import { defineCommand } from '../../parser/command.ts';

const GROUP = 'Catalog:';

/** What is known of ESXi releases, without any host. */
export const catalog = defineCommand({
  usage: 'catalog [name]',
  summary: 'Look up ESXi releases: names, builds, and which defaults of kernel settings they change',
  examples: [
    ['$0 catalog', 'every release'],
    ['$0 catalog 8.0U3', 'one release'],
    ['$0 catalog --release 6.0-P04', 'one release by its name, however it is written, or by its bulletin'],
    ['$0 catalog --build 4600944', 'one release by its build number'],
    ['$0 catalog --flips 7.0U3r 8.0U3', 'the defaults that differ between two releases'],
    ['$0 catalog --advisories', 'every advisory with its first fixed builds'],
    ['$0 catalog --advisories --build 24022510', 'what that build is open to'],
    ['$0 catalog --age', 'how old each part of the catalog is'],
  ],
  epilogue: 'Exit code: 0 done, 2 could not run, such as a name that means no release or more than one.',
  positionals: { name: { type: 'string', describe: 'The same as --release: 8.0U3, 6.0-P04, a bulletin or a build' } },
  options: {
    release: {
      type: 'string',
      requiresArg: true,
      group: GROUP,
      describe: 'One release: 8.0U3, 6.0-P04, a bulletin or a build',
    },
    build: { type: 'string', requiresArg: true, group: GROUP, describe: 'The release of this build number' },
    flips: {
      type: 'string',
      nargs: 2,
      coerce: asPair('flips'),
      group: GROUP,
      describe: 'Two releases, FROM TO: the defaults that differ',
    },
    advisories: {
      type: 'boolean',
      group: GROUP,
      describe: 'Every advisory; with a release or --build, how that stands to each',
    },
    'advisories-file': {
      type: 'string',
      requiresArg: true,
      group: GROUP,
      describe: 'With --advisories: newer data, a file as --advisories of scan takes it',
    },
    matrix: { type: 'boolean', group: GROUP, describe: 'With --advisories: well-known releases by all advisories' },
    age: { type: 'boolean', group: GROUP, describe: 'How old each part of the catalog is' },
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
