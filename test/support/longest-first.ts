import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';

/** Files that take minutes begin before all others, the longest first: begun last, one of them would run by itself at the end. */
export function longestFirst(files: readonly string[]): TestSequencerConstructor {
  return class extends BaseSequencer {
    override async sort(all: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(all);
      return sorted.toSorted((one, other) => placeOf(files, one) - placeOf(files, other));
    }
  };
}

function placeOf(files: readonly string[], { moduleId }: TestSpecification): number {
  const place = files.findIndex((file) => moduleId.endsWith(file));
  return place === -1 ? files.length : place;
}
