// Feeds hostile inputs to every reader of what others wrote: npm run fuzz -- --minutes 60 [--target NAME] [--seed N]
import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';
import { fuzzTargets } from './targets.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    target: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});
const targets = (await fuzzTargets()).filter(({ name }) => values.target === undefined || name === values.target);
const each = (Number(values.minutes) * 60_000) / targets.length;
process.stdout.write(
  `seed ${values.seed}\n\n| reader | inputs | refused | ways | slowest, ms | finds |\n|---|---|---|---|---|---|\n`,
);
let total = 0;
let finds = 0;
for (const target of targets) {
  const end = performance.now() + each;
  const seed = Number(values.seed) + total;
  const tally = await campaign(target, { seed, goesOn: () => performance.now() < end });
  total += tally.inputs;
  finds += tally.finds.length;
  const { inputs, refused, ways, slowestMs } = tally;
  process.stdout.write(
    `| ${target.name} | ${inputs} | ${refused} | ${ways} | ${Math.round(slowestMs)} | ${tally.finds.length} |\n`,
  );
  for (const { file, what } of tally.finds.slice(0, 5)) process.stderr.write(`${target.name}: ${file}\n${what}\n\n`);
}
process.stdout.write(`\n${total} inputs, ${finds} finds\n`);
process.exitCode = finds === 0 ? 0 : 1;
