import { expect, test } from 'vitest';
import { choiceFrom } from './sample.ts';
import { lieToScans } from './scan-suite.ts';
import { brokenIn, coverageOf, tableOf } from './tally.ts';

const MINUTES = { timeout: 360_000 };

/** Told about as many hosts in `npm test`. */
const SAMPLE = 150;

test('whatever is lied about on the wire, a verdict stays or becomes unknown', MINUTES, async () => {
  const choice = choiceFrom(process.env, SAMPLE);
  const { seen, judged } = await lieToScans(choice);
  const how = choice.seed === null ? 'all lies' : `sample of seed ${choice.seed} (ESXCHECK_LIES_SEED)`;
  process.stdout.write(`${how}\n${coverageOf(seen, judged)}\n${tableOf(judged)}\n`);
  expect(brokenIn(judged)).toEqual([]);
});
