import { expect, test } from 'vitest';
import { lieToApply } from './apply-suite.ts';
import { printed } from './printed.ts';
import { lieToRollout } from './rollout-law.ts';

const MINUTES = { timeout: 1_200_000 };

test(
  'apply: nothing is written that the truth would not have written, or told as what it is not',
  MINUTES,
  async () => {
    expect(await printed('apply', lieToApply, 60)).toEqual([]);
  },
);

test('a rolling reboot: no host goes into maintenance or reboots, or counts as done, by a lie', MINUTES, async () => {
  expect(await printed('rolling reboot', lieToRollout, 60)).toEqual([]);
});
