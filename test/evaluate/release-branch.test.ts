import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KnownRelease } from '../../src/model/catalog.ts';
import { hasReached, KNOWN_RELEASES } from '../../src/checks/values/release-branch.ts';
import { runs } from '../support/sample.ts';

type Entry = readonly [build: number, known: KnownRelease];

const ALL: readonly Entry[] = [...KNOWN_RELEASES];
const VERSIONS = [...new Set(ALL.map(([, { version }]) => version))];

function branchOf({ version, update, aside }: KnownRelease): string {
  return aside ? `${version} ${update}` : version;
}

const BRANCHES = [...new Set(ALL.map(([, known]) => branchOf(known)))];

function buildsOf(branch: string): readonly number[] {
  return ALL.filter(([, known]) => branchOf(known) === branch)
    .map(([build]) => build)
    .toSorted((one, other) => one - other);
}

function versionOf(branch: string): string {
  return branch.split(' ')[0] ?? '';
}

test.each([
  ['8.0.2', 24585300, false, '8.0 Update 2d is younger than Update 3 and lacks it'],
  ['8.0.2', 24789317, false, '8.0 Update 2e'],
  ['8.0.0', 24569005, false, '8.0e'],
  ['8.0.2', 29999999, false, 'any build of 8.0.2, known or not'],
  ['8.0.3', 24022510, true, 'Update 3 itself'],
  ['8.0.3', 25595708, true, 'Update 3k'],
  ['8.0.3', 29999999, true, 'a build of 8.0.3 that no catalog holds is Update 3 or later all the same'],
  ['8.0.3', 24022509, undefined, 'one below the first of 8.0.3 is none that was released'],
  ['8.0.3', 24585300, undefined, 'a version that is not that of the build contradicts it'],
  ['8.0.4', 1, true, 'a version above it'],
  ['9.0.0', 1, true, 'a line above it'],
  ['7.0.3', 24784741, false, 'a line below it, whatever the build'],
  ['8.0', 24022510, undefined, 'no whole version'],
  ['eight', 24022510, undefined, 'no version at all'],
  ['8.0.3.1', 24022511, undefined, 'a version of four parts is that of no release'],
  ['08.0.3', 24022510, undefined, 'nor is one with a leading zero'],
  ['99999.0', 0, undefined, 'or of two parts'],
])('%s build %i against 8.0 Update 3 or later: %s (%s)', (version, build, wanted, _why) => {
  expect(hasReached({ version, build }, { '8.0.3': 24022510 })).toBe(wanted);
  // The build is one of 8.0.3 by the catalog, so that the line means the same.
  if (version !== '8.0') expect(hasReached({ version, build }, { '8.0': 24022510 })).toBe(wanted);
});

test.each([
  [{ '6.0.0': 5050593 }, 5251621, false, 'Update 1, built later and numbered above Update 3'],
  [{ '6.0.0': 5050593 }, 5251623, false, 'Update 2, likewise'],
  [{ '6.0.0': 3029758 }, 5251623, true, 'Update 2 holds Update 1'],
  [{ '6.0.0': 3029758 }, 5251621, undefined, 'the number says nothing of two of one update'],
  [{ '6.0.0': 5251621 }, 5050593, undefined, 'Update 3 came before what was built aside'],
  [{ '6.0.0': 5251621 }, 5572656, true, 'Update 3a came after it'],
  [{ '6.0.0': 4600944 }, 4558694, false, 'the security-only build below a patch'],
  [{ '6.0': 4600944 }, 5050593, true, 'a line of one version'],
])('6.0.0 against %j: build %i is %s (%s)', (lowest, build, wanted, _why) => {
  expect(hasReached({ version: '6.0.0', build }, lowest)).toBe(wanted);
});

test('a security-only build is the first fixed one, and holds for the full release beside it', () => {
  const lowest = { '8.0.2': 23305545 };
  expect(hasReached({ version: '8.0.2', build: 23305545 }, lowest)).toBe(true);
  expect(hasReached({ version: '8.0.2', build: 23305546 }, lowest)).toBe(true);
  expect(hasReached({ version: '8.0.2', build: 22380479 }, lowest)).toBe(false);
  // Between Update 2b and 2c: a hot patch.
  expect(hasReached({ version: '8.0.2', build: 23465881 }, lowest)).toBeUndefined();
});

test('of a line with several versions each has its own build; one that is not named is below or above them', () => {
  const lowest = { '8.0.2': 24585300, '8.0.3': 24585383 };
  expect(hasReached({ version: '8.0.3', build: 24022510 }, lowest)).toBe(false);
  expect(hasReached({ version: '8.0.2', build: 24585300 }, lowest)).toBe(true);
  expect(hasReached({ version: '8.0.0', build: 24569005 }, lowest)).toBe(false);
});

test('a line whose build no catalog places decides only the build itself, and other lines', () => {
  const lowest = { '8.0': 99999999 };
  expect(hasReached({ version: '8.0.3', build: 99999999 }, lowest)).toBe(true);
  expect(hasReached({ version: '8.0.3', build: 25595708 }, lowest)).toBeUndefined();
  expect(hasReached({ version: '7.0.3', build: 24784741 }, lowest)).toBe(false);
});

const branch = fc.constantFrom(...BRANCHES.filter((name) => buildsOf(name).length > 1));

/** Two builds of a branch, the lower one first, and a bound of the same branch. */
const three = branch.chain((name) => {
  const one = fc.constantFrom(...buildsOf(name));
  return fc.tuple(fc.constant(versionOf(name)), one, one, one);
});

test('law: within a branch, a release above one that has reached the bound never lacks it', () => {
  fc.assert(
    fc.property(three, ([version, one, other, bound]) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      if (hasReached({ version, build: low }, { [version]: bound }) !== true) return;
      expect(hasReached({ version, build: high }, { [version]: bound })).not.toBe(false);
    }),
    { numRuns: runs(2000) },
  );
});

test('law: within a branch, a release that has reached a bound never lacks a lower one, and has its own', () => {
  fc.assert(
    fc.property(three, ([version, build, one, other]) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(hasReached({ version, build }, { [version]: build })).toBe(true);
      if (hasReached({ version, build }, { [version]: high }) !== true) return;
      expect(hasReached({ version, build }, { [version]: low })).not.toBe(false);
    }),
    { numRuns: runs(2000) },
  );
});

const anyEntry = fc.constantFrom(...ALL);

test('law: across versions the build decides nothing', () => {
  fc.assert(
    fc.property(anyEntry, anyEntry, fc.integer({ min: 1, max: 999_999_999 }), ([build, own], [bound, other], any) => {
      if (own.version === other.version) return;
      const asIs = hasReached({ version: own.version, build }, { [other.version]: bound });
      const unknown = KNOWN_RELEASES.has(any) ? build : any;
      expect(hasReached({ version: own.version, build: unknown }, { [other.version]: bound })).toBe(asIs);
    }),
    { numRuns: runs(2000) },
  );
});

test('law: a build that no catalog holds never has more than the first release of its version', () => {
  const versions = fc.constantFrom(...VERSIONS);
  fc.assert(
    fc.property(versions, fc.integer({ min: 1, max: 999_999_999 }), fc.nat(), (version, build, at) => {
      if (KNOWN_RELEASES.has(build)) return;
      const bounds = ALL.filter(([, known]) => known.version === version).map(([each]) => each);
      const bound = bounds[at % bounds.length] ?? 0;
      const truth = hasReached({ version, build }, { [version]: bound });
      expect(truth).not.toBe(false);
      if (truth === true) expect(bound).toBe(Math.min(...bounds));
    }),
    { numRuns: runs(2000) },
  );
});
