import { defineConfig } from 'vitest/config';

const report = process.env['ESXCHECK_TEST_REPORT'];

/** What a release holds, tried as people get it. The folder release/ must have been made. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/release/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
