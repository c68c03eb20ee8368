import type { Driven } from './apply-suite.ts';
import { type Choice, choiceFrom } from './sample.ts';
import { brokenIn, coverageOf, tableOf } from './tally.ts';

/** Tells all lies or a sample, prints what became of them, and returns every broken law. */
export async function printed(
  what: string,
  drive: (choice: Choice) => Promise<Driven>,
  sample: number,
): Promise<readonly string[]> {
  const choice = choiceFrom(process.env, sample);
  const began = Date.now();
  const { seen, fates } = await drive(choice);
  const how = choice.seed === null ? 'all lies' : `sample of seed ${choice.seed} (ESXCHECK_LIES_SEED)`;
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stdout.write(`${what}: ${how}, ${seconds} s\n${coverageOf(seen, fates)}\n${tableOf(fates)}\n`);
  return brokenIn(fates);
}
