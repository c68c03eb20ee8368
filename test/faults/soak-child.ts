import { setTimeout } from 'node:timers/promises';
import type { Connection } from '../../src/target/connections.ts';
import { USUAL_PACKS } from '../../src/rules/select.ts';
import { rulesOf, scanOf } from '../support/scans.ts';

// Scans one server again and again in this process, and prints what it holds on to: node --expose-gc ... CONNECTION COUNT

const connection = JSON.parse(process.argv[2] ?? '') as Connection;
const count = Number(process.argv[3]);
const rules = await rulesOf(({ pack }) => USUAL_PACKS.includes(pack));
/** Warm by then: code is compiled, caches are filled. */
const WARM = Math.floor(count / 5);

interface Held {
  readonly heap: number;
  readonly resources: number;
}

/** The least of several looks: a socket that is just being closed is not held on to. */
async function held(): Promise<Held> {
  const looks: Held[] = [];
  while (looks.length < 10) {
    await setTimeout(20);
    globalThis.gc?.();
    looks.push({ heap: process.memoryUsage().heapUsed, resources: process.getActiveResourcesInfo().length });
  }
  return {
    heap: Math.min(...looks.map(({ heap }) => heap)),
    resources: Math.min(...looks.map(({ resources }) => resources)),
  };
}

let before = await held();
for (let scan = 1; scan <= count; scan += 1) {
  const { summary } = await scanOf([connection], { rules });
  if (summary.hosts !== 3) throw new Error(`${summary.hosts} hosts`);
  if (scan === WARM) before = await held();
}
process.stdout.write(JSON.stringify({ before, after: await held() }));
