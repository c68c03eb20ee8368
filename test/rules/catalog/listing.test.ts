import { expect, test } from 'vitest';
import { sameWhenNormalized } from '../../../src/model/reading.ts';
import { loadCatalogFolder } from '../../../src/rules/catalog/folder.ts';
import { compareDefaults, listedRelease } from '../../../src/rules/catalog/listing.ts';
import { resolveRelease } from '../../../src/rules/catalog/resolve.ts';
import { targetReleaseOf } from '../../../src/rules/catalog/listing.ts';

const catalog = await loadCatalogFolder('rules/catalog');

function flips(from: string, to: string) {
  return compareDefaults(catalog, resolveRelease(catalog.releases, from), resolveRelease(catalog.releases, to));
}

const listed = (name: string) => listedRelease(catalog, resolveRelease(catalog.releases, name));
const target = (name: string) => targetReleaseOf(catalog, resolveRelease(catalog.releases, name));

test('two measured releases are compared setting by setting', () => {
  const { complete, flips: found, same } = flips('6.0 U3', '6.5d');
  expect(complete).toBe(true);
  expect(found.find(({ setting }) => setting === 'iovDisableIR')).toMatchObject({
    change: 'default',
    from: { value: 'TRUE', confidence: 'measured' },
    to: { value: 'FALSE' },
  });
  const [before, after] = ['5050593', '5310538'].map((build) => catalog.measuredDefaults(build));
  const both = [...(before ?? [])].filter(([setting]) => after?.has(setting));
  expect(found.filter(({ change }) => change === 'default').length + same).toBe(both.length);
  expect(found.filter(({ change }) => change === 'new').length).toBe((after?.size ?? 0) - both.length);
});

test('another notation is no flip, and what hangs on the lab is marked', () => {
  // testEarlyPanic: FALSE in 6.5, 0 in 6.7.
  expect(flips('6.5 U2', '6.7 GA').flips.map(({ setting }) => setting)).not.toContain('testEarlyPanic');
  const found = flips('7.0 U3r', '8.0 U3').flips.filter(({ change }) => change === 'default');
  const marked = found.filter(({ labDependent }) => labDependent).map(({ setting }) => setting);
  expect(marked).toEqual(['com1_bitwidth', 'com1_irq', 'com1_port', 'com2_bitwidth', 'com2_irq', 'com2_port']);
  expect(found.length).toBeGreaterThan(marked.length);
});

test('a release that was not measured is compared by what else is known alone', () => {
  expect(flips('6.0 EP7', '6.0 P04')).toMatchObject({
    complete: false,
    same: 0,
    flips: [
      {
        setting: 'iovDisableIR',
        from: { value: 'FALSE', confidence: 'inferred' },
        to: { value: 'TRUE', confidence: 'C2' },
      },
    ],
  });
  expect(flips('6.0 P03', '6.0 P04')).toMatchObject({ complete: false, same: 0, flips: [] });
});

test('what is known of a release is listed with its confidence, and nothing is known of its neighbours', () => {
  expect(listed('6.0 P04')).toMatchObject({
    measured: false,
    known: [{ setting: 'iovDisableIR', value: 'TRUE', confidence: 'C2' }],
  });
  expect(listed('6.0 P04 security only')).toMatchObject({ measured: false, known: [] });
  expect(listed('8.0U3')).toMatchObject({ measured: true, known: [{ value: 'FALSE', confidence: 'measured' }] });
});

test('a target release holds all defaults where it was measured, else those that the flips tell', () => {
  expect([...target('6.0 P04').defaults.keys()]).toEqual(['iovDisableIR']);
  expect(target('8.0U3').defaults.size).toBe(316);
  expect(target('6.0 P06').defaults.size).toBe(0);
});

test.each([
  ['FALSE', '0', true],
  ['false', 'FALSE', true],
  ['0x1', '1', true],
  ['TRUE', '1', true],
  ['0x3f8', '1016', true],
  ['', '0', false],
  ['2', 'TRUE', false],
  ['default', 'Default', false],
  ['-1', '1', false],
])('%j and %j are the same: %s', (one, other, same) => {
  expect(sameWhenNormalized(one, other)).toBe(same);
  expect(sameWhenNormalized(other, one)).toBe(same);
});
