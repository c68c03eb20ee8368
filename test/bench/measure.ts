import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../conformance/support/run.ts';
import { median } from './median.ts';

/** What one run of a program cost, by the kernel's account, the processes that it started included. */
export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Sum of the peaks of its processes, whenever each had its own. */
  readonly peakBytes: number;
  /** The most that all of them had at one moment. */
  readonly mostBytes: number;
  readonly processes: number;
}

/** A program, and what it may end with. */
export interface Program {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly goodStatuses: readonly number[];
  /** Tells from what it printed whether it did its work: a quick failure is no result. */
  readonly isDone: (output: string) => boolean;
}

const MEASURE = fileURLToPath(new URL('measure.py', import.meta.url));
const LONGEST_MS = 1_800_000;

async function measureOnce({ command, env, goodStatuses, isDone }: Program, output: string): Promise<Cost> {
  const ran = await run('python3', [MEASURE, output, ...command], { env, timeoutMs: LONGEST_MS });
  if (ran.status !== 0) throw new Error(`${command.join(' ')}: ${ran.stderr}`);
  const cost = JSON.parse(ran.stdout) as Cost & { readonly status: number };
  if (!goodStatuses.includes(cost.status) || !isDone(await readFile(output, 'utf8'))) {
    throw new Error(`${command.join(' ')} ended with ${cost.status} before its work was done: ${ran.stderr}`);
  }
  return cost;
}

async function measureTimes(program: Program, runs: number): Promise<readonly Cost[]> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-measure-'));
  try {
    const costs: Cost[] = [];
    while (costs.length < runs) costs.push(await measureOnce(program, join(folder, 'output')));
    return costs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Medians of several runs. */
export async function measure(program: Program, runs: number): Promise<Cost> {
  return medianCost(await measureTimes(program, runs));
}

/** Each figure by itself. */
export function medianCost(costs: readonly Cost[]): Cost {
  return {
    seconds: median(costs.map((cost) => cost.seconds)),
    cpuSeconds: median(costs.map((cost) => cost.cpuSeconds)),
    peakBytes: median(costs.map((cost) => cost.peakBytes)),
    mostBytes: median(costs.map((cost) => cost.mostBytes)),
    processes: median(costs.map((cost) => cost.processes)),
  };
}
