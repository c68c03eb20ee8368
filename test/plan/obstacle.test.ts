import { expect, test } from 'vitest';
import type { HostCircumstances } from '../../src/model/circumstances.ts';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import { obstacleIn } from '../../src/plan/obstacle.ts';
import { CALM } from './estate.ts';

const LATE = unread({ code: 'timeout', detail: 'it took too long' });

test('nothing stands in the way when all was read and is calm', () => {
  expect(obstacleIn(CALM)).toBeNull();
});

test.each<[Partial<HostCircumstances>, string, string]>([
  [{ managedBy: read('10.0.0.5') }, 'managed-elsewhere', '10.0.0.5'],
  [{ clusterProfile: read(true) }, 'owned-by-profile', 'A configuration profile of the cluster'],
  [{ hostProfile: read('Gold') }, 'owned-by-profile', 'The host profile Gold'],
  [{ bootDevice: read('stateless') }, 'would-not-last', 'boots from the network'],
  [{ bootDevice: read('lost') }, 'would-not-last', 'lost its boot device'],
  [{ stagedImage: read(true) }, 'patch-staged', 'another image'],
])('%j stands in the way, also where all else is unread', (parts, reason, words) => {
  const blind = { managedBy: LATE, clusterProfile: LATE, hostProfile: LATE, bootDevice: LATE, stagedImage: LATE };
  for (const rest of [CALM, blind]) {
    expect(obstacleIn({ ...rest, ...parts })).toMatchObject({ reason, detail: expect.stringContaining(words) });
  }
});

test.each(Object.keys(CALM))('%s that could not be read stands in the way, with its reason', (name) => {
  expect(obstacleIn({ ...CALM, [name]: LATE })).toMatchObject({
    reason: 'unknown',
    detail: expect.stringContaining('(it took too long), so nothing is written'),
  });
  expect(obstacleIn({ ...CALM, [name]: ABSENT })?.reason).toBe('unknown');
});

test('circumstances that nobody read stand in the way', () => {
  expect(obstacleIn(undefined)?.reason).toBe('unknown');
});
