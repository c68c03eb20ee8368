import { defineConfig } from 'vitest/config';

const report = process.env['ESXCHECK_TEST_REPORT'];

/** The tests of the server need what it needs: Node.js 22 and a PostgreSQL, which they bring themselves. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
