import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/model/nearest.ts';

test.each([
  ['scna', 'scan'],
  ['sacn', 'scan'],
  ['kernl', 'kernel'],
  ['rule', 'rules'],
  ['demonstration', null],
  ['', null],
])('%j most likely means %j', (word, meant) => {
  expect(nearest(word, ['scan', 'kernel', 'rules', 'demo'])).toBe(meant);
});

test('the distance is none to the word itself, the same both ways, and at most the longer word', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      const distance = editDistance(one, other);
      expect(distance === 0).toBe(one === other);
      expect(distance).toBe(editDistance(other, one));
      expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
    }),
  );
});
