import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { longestFirst } from '../support/longest-first.ts';

const report = process.env['ESXCHECK_TEST_REPORT'];

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: ['test/conformance/support/build-witnesses.ts'],
    // Each file starts servers of its own.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: longestFirst(['vcsim-lies.test.ts']) },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
