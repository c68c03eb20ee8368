import { expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { choiceFrom, chosen, isWhole } from './support/sample.ts';
import { SLOW_FILES, slowFilesLeftOut } from './support/slow-files.ts';

const CASES = Array.from({ length: 200 }, (_, n) => ({ n, stage: `stage ${n % 10}`, way: `way ${n % 13}` }));
const keysOf = ({ stage, way }: (typeof CASES)[number]): readonly string[] => [stage, way];

test('a sample has every key, no fewer than were asked for, and stands in the order of the cases', () => {
  const sample = chosen(CASES, keysOf, { seed: 1, size: 30 });
  expect(new Set(sample.flatMap(keysOf)).size).toBe(10 + 13);
  expect(sample).toHaveLength(30);
  expect(sample.map(({ n }) => n)).toEqual(sample.map(({ n }) => n).toSorted((a, b) => a - b));
});

test('a size that is too small for every key is exceeded, by no more than the keys need', () => {
  const sample = chosen(CASES, keysOf, { seed: 1, size: 1 });
  expect(new Set(sample.flatMap(keysOf)).size).toBe(10 + 13);
  expect(sample.length).toBeLessThan(10 + 13);
});

const by = (seed: number) => chosen(CASES, keysOf, { seed, size: 30 }).map(({ n }) => n);

test('the same seed chooses the same, another one something else', () => {
  expect(by(7)).toEqual(by(7));
  expect(by(7)).not.toEqual(by(8));
});

test('CI and ESXCHECK_TESTS=whole take everything, whatever the seed; without a seed there is no sample', () => {
  for (const env of [{ CI: 'true' }, { ESXCHECK_TESTS: 'whole', ESXCHECK_SEED: '7' }]) {
    expect(isWhole(env)).toBe(true);
    expect(chosen(CASES, keysOf, choiceFrom(env, 5))).toHaveLength(CASES.length);
  }
  expect(choiceFrom({ ESXCHECK_SEED: '7' }, 5)).toEqual({ seed: 7, size: 5 });
  expect(() => choiceFrom({}, 5)).toThrow('ESXCHECK_SEED');
});

test('CI, and whoever names files, leaves no slow file out; else the seed chooses, and every file has its turn', () => {
  const run = ['run', '--config', 'test/vitest.config.ts'];
  expect(SLOW_FILES.filter((file) => !existsSync(file))).toEqual([]);
  expect(slowFilesLeftOut({ CI: 'true' }, run)).toEqual([]);
  expect(slowFilesLeftOut({ ESXCHECK_SEED: '7' }, [...run, 'test/apply'])).toEqual([]);
  const seeds = Array.from({ length: 200 }, (_, index) => String(index + 1));
  const leftOut = seeds.map((seed) => slowFilesLeftOut({ ESXCHECK_SEED: seed }, run));
  expect(leftOut.every((files) => files.length > 0 && files.length < SLOW_FILES.length)).toBe(true);
  expect(SLOW_FILES.filter((file) => leftOut.every((files) => files.includes(file)))).toEqual([]);
});
