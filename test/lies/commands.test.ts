import { expect, test } from 'vitest';
import { lieToCommands, lieToPlan } from './command-law.ts';
import { printed } from './printed.ts';

const MINUTES = { timeout: 1_200_000 };

test(
  'gate, kernel, prepatch and verify: an open gate, a value and a missing blocker are never owed to a lie',
  MINUTES,
  async () => {
    // Each of these runs a command.
    expect(await printed('gate, kernel, prepatch, verify', lieToCommands, 20)).toEqual([]);
  },
);

test('plan: nothing is planned that the truth would not plan', MINUTES, async () => {
  expect(await printed('plan', lieToPlan, 60)).toEqual([]);
});
