// Whether the radar finds the defaults that releases changed, without the catalog: npm run radar [-- --all] [--seed N]
import { parseArgs } from 'node:util';
import { allCrossings, radarReport, someCrossings } from './report.ts';

const { values } = parseArgs({
  options: { all: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed) || seed < 1) throw new Error('--seed is a whole number above 0');
const { text, broken } = radarReport(values.all ? allCrossings() : someCrossings({ seed, size: 0 }), seed);
process.stdout.write(text);
process.stderr.write(broken.map((line) => `${line}\n`).join(''));
process.exitCode = broken.length === 0 ? 0 : 1;
