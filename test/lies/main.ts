import { lieToApply } from './apply-suite.ts';
import { unneeded } from './exceptions.ts';
import { lieToCommands, lieToPlan } from './command-law.ts';
import { lieToRollout } from './rollout-law.ts';
import type { Choice } from '../support/sample.ts';
import { lieToScans } from './scan-suite.ts';
import { brokenIn, coverageOf, type Fate, tableOf } from './tally.ts';

/** Everything, whatever it takes. */
const ALL: Choice = { seed: null, size: 0 };

const SUITES = {
  scan: () => lieToScans(ALL),
  'gate, kernel, verify': () => lieToCommands(ALL),
  plan: () => lieToPlan(ALL),
  apply: () => lieToApply(ALL),
  'rolling reboot': () => lieToRollout(ALL),
};

const seen = new Set<string>();
const fates: Fate[] = [];
for (const [name, suite] of Object.entries(SUITES)) {
  const began = Date.now();
  const ran = await suite();
  for (const id of ran.seen) seen.add(id);
  fates.push(...ran.fates);
  const told = ran.fates.filter((fate) => fate.told).length;
  process.stderr.write(`${name}: ${told} lies in ${Math.round((Date.now() - began) / 1000)} s\n`);
}
const broken = brokenIn(fates);
process.stdout.write(`${coverageOf([...seen], fates)}\n\n${tableOf(fates)}\n`);
process.stderr.write(broken.map((line) => `${line}\n`).join(''));
const spare = unneeded(fates.filter((fate) => fate.broken.length > 0).map(({ lie }) => lie));
for (const exception of spare) process.stderr.write(`an exception that nothing needs: ${exception}\n`);
process.exitCode = broken.length + spare.length === 0 ? 0 : 1;
