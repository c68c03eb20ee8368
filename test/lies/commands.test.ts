import { expect, test } from 'vitest';
import { lieToCommands, lieToPlan } from './command-law.ts';
import { printed } from './printed.ts';

const MINUTES = { timeout: 1_200_000 };

test('gate, kernel and verify: an open gate and a value are never owed to a lie', MINUTES, async () => {
  // Each of these runs a command.
  expect(await printed('gate, kernel, verify', lieToCommands, 20)).toEqual([]);
});

test('plan: nothing is planned that the truth would not plan', MINUTES, async () => {
  expect(await printed('plan', lieToPlan, 60)).toEqual([]);
});
