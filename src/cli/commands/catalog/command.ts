import { CONFIG_OPTIONS, REPORT_OPTIONS } from '../../common-options.ts';
import { asPair } from '../../parser/coerce.ts';
import { commandGroup, defineCommand } from '../../parser/command.ts';

const GROUP = 'Catalog:';

/** What is known of ESXi releases, without any host. */
const list = defineCommand({
  usage: 'list [name]',
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
      describe: 'With --advisories: newer data, a file as --advisories of scan takes it; else that of the config',
    },
    matrix: { type: 'boolean', group: GROUP, describe: 'With --advisories: well-known releases by all advisories' },
    age: { type: 'boolean', group: GROUP, describe: 'How old each part of the catalog is' },
    ...CONFIG_OPTIONS,
    ...REPORT_OPTIONS,
  },
  load: () => import('./run.ts'),
});

const SITE = 'Site:';

/** Keeps the defaults of the release that a host of the site runs, for predictions. Contacts nobody. */
const learn = defineCommand({
  usage: 'learn <snapshots..>',
  summary: 'Learn the defaults of the release that a host of yours runs, from a snapshot, for --target-release',
  examples: [
    ['$0 catalog learn canary.esxsnap', 'every host of the snapshot that was read as a whole'],
    ['$0 catalog learn canary.esxsnap --host esx-01', 'one of them'],
  ],
  epilogue: [
    'Take the snapshot after the patch: esxcheck snapshot --target ... --host esx-01 --all-settings --output canary.esxsnap',
    'What is learnt predicts for hosts of the same vendor, model and image, and never replaces what esxcheck ships.',
    '',
    'Exit code: 0 learnt, or known already; 1 a host was refused; 2 could not run, such as a file that is no snapshot; 3 a host was',
    'not read as a whole. What was refused or half read teaches nothing.',
  ].join('\n'),
  positionals: {
    snapshots: { type: 'string', array: true, demandOption: true, describe: 'Files of "snapshot --all-settings"' },
  },
  options: {
    host: { type: 'string', array: true, requiresArg: true, group: SITE, describe: 'Only these hosts of them; glob' },
    ...CONFIG_OPTIONS,
  },
  load: () => import('./learn.ts'),
});

/** Takes measurements of the site away. */
const forget = defineCommand({
  usage: 'forget',
  summary: 'Forget what was learnt of a release, or from a host',
  examples: [
    ['$0 catalog forget --build 25595708', 'all that was measured of a release'],
    ['$0 catalog forget --host esx-01', 'all that was measured on a host'],
  ],
  epilogue: 'Exit code: 0 forgotten, 1 there was nothing of that, 2 could not run.',
  options: {
    build: { type: 'string', requiresArg: true, group: SITE, describe: 'A release by its build number, or its name' },
    host: {
      type: 'string',
      requiresArg: true,
      group: SITE,
      describe: 'The name of the host, as "catalog learned" has it',
    },
    ...CONFIG_OPTIONS,
  },
  load: () => import('./forget.ts'),
});

/** What the site learnt. */
const learned = defineCommand({
  usage: 'learned',
  summary: 'List what was learnt: of which release, on which host and machine, and when',
  examples: [
    ['$0 catalog learned', 'for people'],
    ['$0 catalog learned --format json', 'with every default, for machines'],
  ],
  epilogue: 'Exit code: 0 done, 2 could not run, such as a catalog that was changed by hand.',
  options: { ...CONFIG_OPTIONS, ...REPORT_OPTIONS },
  load: () => import('./learned.ts'),
});

/** Alone, or with a release, it looks releases up. */
export const catalog = commandGroup(
  'catalog',
  'Look up ESXi releases and the defaults that they change; learn those of your own hosts; alone: list',
  { commands: [list, learn, forget, learned], usual: () => 'list' },
);
