import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { longestFirst } from './support/longest-first.ts';
import { isWhole } from './support/sample.ts';
import { seedOfCommit } from './support/seed.ts';
import { slowFilesLeftOut } from './support/slow-files.ts';

const report = process.env['ESXCHECK_TEST_REPORT'];

/**
 * Folders of tests that are pure: values in, values out, all in this process. `boundaries.test.ts` sees to it that nothing
 * in them opens a connection or starts a program.
 */
export const UNIT = [
  'build',
  'compare',
  'config',
  'evaluate',
  'evidence',
  'files',
  'frameworks',
  'history',
  'model',
  'radar',
  'reports',
  'rules',
  'snapshot',
  'vim',
];

/** Folders of tests that let everything go wrong that can: all of it in CI, a sample by the commit elsewhere. */
export const FAULTS = ['faults', 'fuzz', 'lies'];

/** Of `FAULTS`, as a whole: those that take minutes, the longest first. */
const LONGEST = [
  'lies/scan',
  'lies/writes',
  'faults/matrix-writing',
  'lies/commands',
  'faults/matrix-reading',
  'faults/soak',
];

/** Run by themselves, since they need more than Node: `npm run conformance`, `browser`, `release-check`. */
const APART = ['browser', 'conformance', 'release'];

// Workers inherit it, so that all samples of a run have one seed.
if (!isWhole(process.env)) process.env['ESXCHECK_SEED'] ??= String(seedOfCommit());

const leftOut = slowFilesLeftOut(process.env, process.argv.slice(2));

const inside = (folders: readonly string[]): string[] => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** Files of one project follow each other in the same processes: nothing is loaded twice, and no state may outlive a test. */
function project(
  name: string,
  order: number,
  files: { include: string[]; exclude?: string[] },
): TestProjectConfiguration {
  return { extends: true, test: { name, isolate: false, sequence: { groupOrder: order }, ...files } };
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/properties.ts',
    // Many tests wait for a server, a poll or a process: two of them to a processor keep it busy.
    maxWorkers: availableParallelism() * 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { sequencer: longestFirst(LONGEST.map((name) => `test/${name}.test.ts`)) },
    restoreMocks: true,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      project('unit', 0, { include: ['test/*.test.ts', ...inside(UNIT)], exclude: [...leftOut] }),
      // Everything else: simulated vCenters over TLS, and the command line.
      project('system', 1, {
        include: ['test/*/**/*.test.ts'],
        exclude: [...inside([...UNIT, ...FAULTS, ...APART]), ...leftOut],
      }),
      project('faults', 2, { include: inside(FAULTS), exclude: [...leftOut] }),
    ],
  },
});
