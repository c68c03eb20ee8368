import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const report = process.env['ESXCHECK_TEST_REPORT'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/conformance/**', 'test/browser/**', 'test/release/**'],
    // Vitest leaves one processor idle by itself, which is half of a machine of two.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
