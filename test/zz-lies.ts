import { writeFileSync } from 'node:fs';
import { choiceFrom } from './lies/sample.ts';
import { lieToScans } from './lies/scan-suite.ts';
import { brokenIn, coverageOf, tableOf } from './lies/tally.ts';
const { seen, judged } = await lieToScans(choiceFrom({ ESXCHECK_LIES: 'all' }, 0));
writeFileSync('/tmp/broken.txt', brokenIn(judged).join('\n') + '\n');
console.log(coverageOf(seen, judged));
console.log(tableOf(judged));
