import type { Driven } from './apply-suite.ts';
import { type Choice, choiceFrom } from '../support/sample.ts';
import { brokenIn, coverageOf, tableOf } from './tally.ts';

/**
 * Tells all lies or a sample, prints what became of them, and returns every broken law: whatever came of a lie, and every
 * request that nobody lied about. Of a sample no more can be asked than that it tries each; not every lie changes an answer.
 */
export async function printed(
  what: string,
  drive: (choice: Choice) => Promise<Driven>,
  sample: number,
): Promise<readonly string[]> {
  const choice = choiceFrom(process.env, sample);
  const began = Date.now();
  const { seen, open, fates } = await drive(choice);
  const isWhole = choice.seed === null;
  const seconds = Math.round((Date.now() - began) / 1000);
  const how = isWhole ? 'all lies' : `a sample by ESXCHECK_SEED=${choice.seed}`;
  process.stdout.write(`${what}: ${how}, ${seconds} s\n${coverageOf(seen, fates)}\n${tableOf(fates)}\n`);
  const lied = new Set(fates.filter(({ told }) => told || !isWhole).map(({ lie }) => lie.at));
  return [...brokenIn(fates), ...[...open].filter((at) => !lied.has(at)).map((at) => `nobody lied about ${at}`)];
}
