import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const report = process.env['ESXCHECK_TEST_REPORT'];

/** It takes as long as all the others together on one core: started last, it would run by itself at the end. */
const LONGEST = 'vcsim-lies.test.ts';

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => Number(isLongest(other)) - Number(isLongest(one)));
  }
}

function isLongest({ moduleId }: TestSpecification): boolean {
  return moduleId.endsWith(LONGEST);
}

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: ['test/conformance/support/build-witnesses.ts'],
    // Each file starts servers of its own.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
