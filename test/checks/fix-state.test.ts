import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FixState, fixState } from '../../src/checks/values/fix-state.ts';
import { KNOWN_RELEASES, lineOf } from '../../src/checks/values/release-branch.ts';
import type { Fix } from '../../src/model/check.ts';

/** VMSA-2025-0004: 8.0 U2d has a higher number than U3 GA, which lacks the fix. */
const FIXES = {
  '8.0.3': 24585383,
  '8.0.2': 24585300,
  '7.0.3': 24585291,
  '8.0.0': 'unknown',
  '6.5.0': 'noFix',
} as const;
const PUBLISHED = '2025-03-04';

function stateOf(version: string, build: number, base: string | null = null): FixState {
  return fixState({ version, build, base }, { fixes: FIXES, published: PUBLISHED });
}

test.each([
  ['8.0.3', 24585383, 'fixed', 'by-build'],
  ['8.0.3', 25595708, 'fixed', 'by-build'],
  ['8.0.3', 24022510, 'affected', 'by-build'],
  ['8.0.2', 24585300, 'fixed', 'by-build'],
  ['8.0.2', 23825572, 'affected', 'by-build'],
  // Nothing was released for 8.0.1; 8.0.0 is said not to be known.
  ['8.0.1', 23299997, 'affected', 'nothing-for-version'],
  ['8.0.0', 24569005, 'unknown', 'said-unknown'],
  ['7.0.3', 24585291, 'fixed', 'by-build'],
  ['7.0.2', 19290878, 'affected', 'nothing-for-version'],
  ['6.5.0', 20502893, 'affected', 'no-fix'],
  // In no catalog: it may be one that was not given to everybody.
  ['6.5.0', 24999999, 'unknown', 'build-unclear'],
  // A line that is not named: 9.0 came out after it, 6.7 did not.
  ['9.0.1', 24957456, 'not-affected', 'released-after'],
  ['6.7.0', 20497097, 'unknown', 'not-named'],
  // In no catalog: a hot patch, a version of tomorrow, a build of another version, no version.
  ['8.0.3', 24600000, 'unknown', 'build-unclear'],
  ['8.0.4', 26000000, 'unknown', 'not-named'],
  ['9.9.9', 29999999, 'unknown', 'not-named'],
  ['8.0.2', 24585383, 'unknown', 'build-unclear'],
  ['8.0', 24585383, 'unknown', 'build-unclear'],
  ['', 24585383, 'unknown', 'build-unclear'],
])('%s build %i is %s (%s)', (version, build, status, reason) => {
  expect(stateOf(version, build)).toMatchObject({ status, reason });
});

test('the first fixed build is often the security-only one', () => {
  const question = { fixes: { '8.0.2': 23305545 }, published: '2024-03-05' };
  expect(fixState({ version: '8.0.2', build: 23305545, base: null }, question).status).toBe('fixed');
  expect(fixState({ version: '8.0.2', build: 23305546, base: null }, question).status).toBe('fixed');
  expect(fixState({ version: '8.0.2', build: 22380479, base: null }, question).status).toBe('affected');
});

test('a version that came out after the fault was made known has the fix, as far as that is known', () => {
  const question = { fixes: { '8.0.2': 23305545, '8.0.1': 23299997 }, published: '2024-03-05' };
  const newer = { version: '8.0.3', build: 24022510, base: null };
  expect(fixState(newer, question)).toMatchObject({ status: 'fixed', reason: 'released-after' });
  expect(fixState(newer, { ...question, published: null }).status).toBe('unknown');
  expect(fixState(newer, { ...question, published: '2024-06-25' }).status).toBe('unknown');
});

test('where all that is said of a line is that it is not known, nothing of it is affected', () => {
  const question = { fixes: { '7.0.3': 'unknown' }, published: '2022-01-04' } as const;
  expect(fixState({ version: '7.0.2', build: 19290878, base: null }, question).status).toBe('unknown');
});

test.each([
  // KB 395110 has the hot patch 23465881 of U2b, whose patch level is that of U2b.
  ['8.0.2-0.30.23465881', 23305545, 'fixed'],
  ['8.0.2-0.30.23465881', 23825572, 'affected'],
  ['8.0.2-0.40.23465881', 23825572, 'fixed'],
  // Between two levels of which one has the fix and the other lacks it.
  ['8.0.2-0.35.23465881', 23825572, 'unknown'],
  // Of another build or version than runs, or of another form.
  ['8.0.2-0.40.23825572', 23825572, 'unknown'],
  ['8.0.3-0.40.23465881', 23825572, 'unknown'],
  ['8.0.2-23465881', 23825572, 'unknown'],
  ['', 23825572, 'unknown'],
])('a hot patch with the package esx-base %s, where the fix came with %i, is %s', (base, build, status) => {
  const question = { fixes: { '8.0.2': build }, published: '2024-03-05' };
  expect(fixState({ version: '8.0.2', build: 23465881, base }, question).status).toBe(status);
});

const releases = [...KNOWN_RELEASES].map(([build, { version }]) => ({ build, version, base: null }));
const release = fc.constantFrom(...releases);
const fix: fc.Arbitrary<Fix> = fc.oneof(
  { weight: 3, arbitrary: release.map(({ build }) => build) },
  fc.constantFrom('notAffected' as const, 'noFix' as const, 'unknown' as const),
);
/** Fixes as a source could name them: a build under its own version. */
const question = fc.record({
  fixes: fc
    .array(fc.tuple(release, fix), { minLength: 1, maxLength: 6 })
    .map((pairs) =>
      Object.fromEntries(pairs.map(([{ version, build }, word]) => [version, typeof word === 'number' ? build : word])),
    ),
  published: fc.constantFrom('2019-03-28', '2022-02-15', '2025-03-04', null),
});

test('of the releases of one branch, one that holds a fix is never followed by one that lacks it', () => {
  fc.assert(
    fc.property(question, fc.constantFrom(...new Set(releases.map(({ version }) => version))), (asked, version) => {
      const plain = [...KNOWN_RELEASES].filter(([, known]) => known.version === version && !known.aside);
      const states = plain
        .toSorted(([one], [other]) => one - other)
        .map(([build]) => fixState({ version, build, base: null }, asked).status);
      const first = states.indexOf('fixed');
      return first === -1 || !states.slice(first).includes('affected');
    }),
  );
});

test('a build that no catalog holds is never called fixed by its number', () => {
  fc.assert(
    fc.property(question, release, fc.integer({ min: 1, max: 99_999_999 }), (asked, { version }, build) => {
      if (KNOWN_RELEASES.has(build)) return true;
      const { status, reason } = fixState({ version, build, base: null }, asked);
      return status !== 'fixed' || reason === 'released-after';
    }),
  );
});

test('what is said of other lines changes nothing', () => {
  fc.assert(
    fc.property(question, release, (asked, running) => {
      const own = Object.entries(asked.fixes).filter(([key]) => lineOf(key) === lineOf(running.version));
      const alone = { ...asked, fixes: Object.fromEntries(own) };
      expect(fixState(running, alone)).toEqual(fixState(running, asked));
    }),
  );
});
