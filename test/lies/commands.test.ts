import { expect, test } from 'vitest';
import { type Driven, lieToApply } from './apply-suite.ts';
import { lieToCommands, lieToPlan } from './command-law.ts';
import { lieToRollout } from './rollout-law.ts';
import { type Choice, choiceFrom } from './sample.ts';
import { brokenIn, coverageOf, tableOf } from './tally.ts';

const MINUTES = { timeout: 360_000 };

/** Told in each of the tests below in `npm test`. */
const SAMPLE = 60;

/** Each of these runs a command. */
const FEW = 20;

async function judged(
  what: string,
  drive: (choice: Choice) => Promise<Driven>,
  size = SAMPLE,
): Promise<readonly string[]> {
  const choice = choiceFrom(process.env, size);
  const { seen, fates } = await drive(choice);
  const how = choice.seed === null ? 'all lies' : `sample of seed ${choice.seed} (ESXCHECK_LIES_SEED)`;
  process.stdout.write(`${what}: ${how}\n${coverageOf(seen, fates)}\n${tableOf(fates)}\n`);
  return brokenIn(fates);
}

test('gate, kernel and verify: an open gate and a value are never owed to a lie', MINUTES, async () => {
  expect(await judged('gate, kernel, verify', lieToCommands, FEW)).toEqual([]);
});

test('plan: nothing is planned that the truth would not plan', MINUTES, async () => {
  expect(await judged('plan', lieToPlan)).toEqual([]);
});

test(
  'apply: nothing is written that the truth would not have written, and nothing told that is not so',
  MINUTES,
  async () => {
    expect(await judged('apply', lieToApply)).toEqual([]);
  },
);

test('a rolling reboot: no host goes into maintenance or reboots, or counts as done, by a lie', MINUTES, async () => {
  expect(await judged('rolling reboot', lieToRollout)).toEqual([]);
});
