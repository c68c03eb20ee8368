import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FleetSize, group } from '../../support/fleet.ts';
import { directReach } from '../bout.ts';
import type { Reach } from '../jobs.ts';
import { type Cost, measure, medianCost, type Program } from '../measure.ts';
import { median } from '../median.ts';
import { callsIn, type Expected, type FleetServer, startFleet } from './fleet-server.ts';
import { type Files, isSame } from './programs.ts';

/** A fresh fleet, how to reach it, and where files go. */
export interface Stage {
  readonly fleet: FleetServer;
  readonly reach: Reach;
  readonly files: Files;
}

/** One program, and what it must have written by the end. */
export interface Work {
  readonly job: string;
  readonly size: FleetSize;
  readonly runs: number;
  /** Before the clock runs; resolves to the hosts that fail. */
  readonly prepare: (stage: Stage) => Promise<ReadonlyMap<string, Expected>>;
  readonly program: (stage: Stage, failing: ReadonlyMap<string, Expected>) => Program;
  /** To each host that is well, in order. */
  readonly writes: readonly string[];
}

/** What a program cost; medians of its runs, each against a fleet of its own. */
export interface Remediated {
  readonly work: Work;
  readonly cost: Cost;
  readonly calls: number;
  /** To hosts. */
  readonly writes: number;
}

export async function onStage<T>(size: FleetSize, act: (stage: Stage) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'esxcheck-remediation-'));
  try {
    await using fleet = await startFleet(size);
    const reach = await directReach(fleet.server, size.hosts, home);
    return await act({ fleet, reach, files: { home, plan: join(home, 'plan.json') } });
  } finally {
    await rm(home, { recursive: true });
  }
}

/** Throws where a write is missing, is there twice, or reached a host that was to be left alone. */
export async function carryOut(work: Work): Promise<Remediated> {
  const results: Omit<Remediated, 'work'>[] = [];
  while (results.length < work.runs) results.push(await onStage(work.size, (stage) => once(work, stage)));
  return {
    work,
    cost: medianCost(results.map(({ cost }) => cost)),
    calls: median(results.map(({ calls }) => calls)),
    writes: median(results.map(({ writes }) => writes)),
  };
}

async function once(work: Work, stage: Stage): Promise<Omit<Remediated, 'work'>> {
  const failing = await work.prepare(stage);
  const before = await stage.fleet.account();
  const cost = await measure(work.program(stage, failing), 1);
  const after = await stage.fleet.account();
  const wanted = stage.fleet.names.map((name) => [name, failing.get(name)?.writes ?? work.writes] as const);
  requireWrites(work.job, new Map(wanted), after.writes);
  const writes = wanted.reduce((sum, [, each]) => sum + each.length, 0);
  return { cost, calls: callsIn(after) - callsIn(before), writes };
}

function requireWrites(job: string, wanted: ReadonlyMap<string, readonly string[]>, writes: readonly string[]): void {
  const written = group(writes);
  for (const [host, methods] of wanted) {
    const found = written.get(host) ?? [];
    if (!isSame(found, methods)) throw new Error(`${job} wrote to ${host} ${JSON.stringify({ found, methods })}`);
  }
  // What is left is the event that tells people of a change: at most one for each host, on the server's own list.
  const others = [...written].filter(([host]) => !wanted.has(host)).flatMap(([, methods]) => methods);
  const stray = others.find((method) => method !== 'LogUserEvent');
  if (stray !== undefined || others.length > wanted.size)
    throw new Error(`${job} wrote to the server itself: ${others.join(', ')}`);
}
