import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions } from '../../src/checks/values/value.ts';

test.each([
  ['8.0.3', '8.0.2', 1],
  ['8.0.3', '8.0.3.0', 0],
  ['6.5', '6.5.0', 0],
  ['6.10', '6.9', 1],
  ['5.5.0.124-1OEM.550.0.0.1331820', '5.5.0-124', 1],
  ['5.5.0.60-1OEM.550.0.0.1331820', '5.5.0.124-1OEM.550.0.0.1331820', -1],
  ['2.0.0-rc1', '2.0.0-1', -1],
  ['1.0-ALPHA', '1.0-alpha', 0],
  ['9'.repeat(60), '9'.repeat(59), 1],
] as const)('%s against %s is %d', (one, other, order) => {
  expect(compareVersions(one, other)).toBe(order);
  expect(compareVersions(other, one)).toBe(order === 0 ? 0 : -order);
});

test('what holds no digit, and what is endless, has no order', () => {
  expect([compareVersions('latest', '1'), compareVersions('1', ''), compareVersions('1.'.repeat(200), '1')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('versions of numbers are in the order of their numbers, whatever separates them', () => {
  const parts = fc.array(fc.nat(30), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(parts, parts, fc.constantFrom('.', '-', '_', '+'), (one, other, separator) => {
      const length = Math.max(one.length, other.length);
      const [left, right] = [one, other].map((list) => [
        ...list,
        ...Array.from({ length: length - list.length }, () => 0),
      ]);
      const index = left?.findIndex((part, at) => part !== right?.[at]) ?? -1;
      const wanted = index < 0 ? 0 : Math.sign((left?.[index] ?? 0) - (right?.[index] ?? 0));
      expect(compareVersions(one.join(separator), other.join('.'))).toBe(wanted);
    }),
  );
});
