import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isWhole } from '../support/sample.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_WRONG } from './bench.ts';

const SCANS = isWhole(process.env) ? 1000 : 60;
/** What the collector of garbage leaves lying about from one look to the next. */
const MOST_HEAP_GROWTH = 4 * 1024 * 1024;

test(
  `${SCANS} scans in one process leave no session, no socket and no memory behind`,
  { timeout: 300_000 },
  async () => {
    await using vcenter = await simulatedVcenter(ALL_WRONG);
    const child = ['--expose-gc', '--import', 'tsx', resolve('test/faults/soak-child.ts')];
    const words = [...child, JSON.stringify(connectionTo(vcenter)), String(SCANS)];
    const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 280_000 });
    const { before, after } = JSON.parse(stdout) as Record<'before' | 'after', { heap: number; resources: number }>;
    expect(after.heap - before.heap).toBeLessThan(MOST_HEAP_GROWTH);
    expect(after.resources).toBeLessThanOrEqual(before.resources);
    expect(vcenter.openSessions).toBe(0);
    expect(vcenter.openTokens).toBe(0);
    expect(vcenter.logins).toBe(SCANS);
  },
);
