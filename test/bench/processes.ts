import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanOf } from './many-targets.ts';
import { type Cost, measure } from './measure.ts';
import { type Measured, measuredSimulator } from './servers.ts';
import { row, times } from './table.ts';

const TARGETS = 3;
const PROCESSES = 2;

/** What one scan of three targets costs by one process and by two beside it, so many hosts each. */
export interface ProcessCost {
  readonly latencyMs: number;
  readonly hostsEach: number;
  readonly one: Cost;
  readonly several: Cost;
}

interface Sweep {
  /** Hosts of each target. */
  readonly sizes: readonly number[];
  readonly latencies: readonly number[];
  readonly runs: number;
}

/** From small targets to large ones. */
export async function processCosts({ sizes, latencies, runs }: Sweep): Promise<readonly ProcessCost[]> {
  const costs: ProcessCost[] = [];
  for (const latencyMs of latencies) {
    for (const hostsEach of sizes) costs.push(await costOf({ latencyMs, hostsEach, runs }));
  }
  return costs;
}

async function costOf({
  latencyMs,
  hostsEach,
  runs,
}: Pick<ProcessCost, 'latencyMs' | 'hostsEach'> & { readonly runs: number }): Promise<ProcessCost> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-processes-'));
  const targets: Measured[] = [];
  try {
    while (targets.length < TARGETS) targets.push(await measuredSimulator(hostsEach, latencyMs));
    const [account] = targets;
    const costBy = async (processes: number): Promise<Cost> => {
      const flags = ['--processes', String(processes)];
      return measure(await scanOf(targets, { account, folder, flags, hosts: TARGETS * hostsEach }), runs);
    };
    return { latencyMs, hostsEach, one: await costBy(1), several: await costBy(PROCESSES) };
  } finally {
    await Promise.all(targets.map((target) => target[Symbol.asyncDispose]()));
    await rm(folder, { recursive: true });
  }
}

const HEAD = ['ms a call', 'targets', 'hosts each', '--processes', 'wall s', '× one', 'CPU s', 'peak MB, summed'];

/** A Markdown table, one process above several. */
export function processTable(costs: readonly ProcessCost[]): string {
  const lines = costs.flatMap(({ latencyMs, hostsEach, one, several }) =>
    ([1, PROCESSES] as const).map((processes) => {
      const { seconds, cpuSeconds, peakBytes } = processes === 1 ? one : several;
      return row([
        ...[latencyMs, TARGETS, hostsEach, processes].map(String),
        seconds.toFixed(2),
        times(seconds, one.seconds),
        cpuSeconds.toFixed(2),
        (peakBytes / 1e6).toFixed(0),
      ]);
    }),
  );
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}
