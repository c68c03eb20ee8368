// Scans one server again and again in this process, and prints what it holds on to: node --expose-gc ... CONNECTION COUNT
import { rulesOf, scanOf } from '../support/scans.ts';
import type { Connection } from '../../src/target/connections.ts';

const connection = JSON.parse(process.argv[2] ?? '') as Connection;
const count = Number(process.argv[3]);
const rules = await rulesOf(({ pack }) => pack === 'hpe' || pack === 'vic');
/** Warm by then: code is compiled, caches are filled. */
const WARM = Math.floor(count / 5);

function held(): { readonly heap: number; readonly resources: number } {
  globalThis.gc?.();
  return { heap: process.memoryUsage().heapUsed, resources: process.getActiveResourcesInfo().length };
}

let before = held();
for (let scan = 1; scan <= count; scan += 1) {
  const { summary } = await scanOf([connection], { rules });
  if (summary.hosts !== 3) throw new Error(`${summary.hosts} hosts`);
  if (scan === WARM) before = held();
}
process.stdout.write(JSON.stringify({ before, after: held() }));
