import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directReach } from './bout.ts';
import type { Program } from './measure.ts';
import { measure } from './measure.ts';
import { choices, scanBy } from './packs.ts';
import { measuredSimulator } from './servers.ts';
import { row } from './table.ts';

/** Where the main thread of one scan spent its time. */
export interface Profile {
  readonly packs: string;
  /** Milliseconds by part of the program. */
  readonly parts: ReadonlyMap<string, number>;
}

/** As V8 writes it. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[];
}

/** Scans one simulated estate by the default packs and by all of them, watched by V8's profiler. */
export async function profiles(hosts: number): Promise<readonly Profile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-profile-'));
  try {
    await using server = await measuredSimulator(hosts);
    const reach = await directReach(server, hosts, folder);
    const found: Profile[] = [];
    for (const choice of (await choices()).filter(({ flags }) => flags.length !== 2)) {
      const { name, program } = scanBy(choice, 1);
      const profile = await profileOf(program(reach), join(folder, String(choice.flags.length)));
      found.push({ packs: name, parts: partsOf(profile) });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function profileOf(program: Program, folder: string): Promise<CpuProfile> {
  const [node = process.execPath, ...words] = program.command;
  await measure({ ...program, command: [node, '--cpu-prof', `--cpu-prof-dir=${folder}`, ...words] }, 1);
  const [file = ''] = await readdir(folder);
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
}

function partsOf({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> {
  const partOfNode = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const parts = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    const part = partOfNode.get(id) ?? 'unknown';
    parts.set(part, (parts.get(part) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  }
  return parts;
}

const OF_V8 = new Map([
  ['(idle)', 'waiting'],
  ['(garbage collector)', 'collecting garbage'],
]);

function partOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const [, library] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (library !== undefined) return library;
  const [, folder] = /\/dist\/(?:src\/)?([^/]+)\//.exec(url) ?? [];
  if (folder !== undefined) return `esxcheck: ${folder}`;
  return OF_V8.get(functionName) ?? 'Node.js';
}

/** Parts that took less than this are told together. */
const LEAST_MS = 20;

/** A Markdown table, the largest parts first. */
export function profileTable({ packs, parts }: Profile): string {
  const large = [...parts].filter(([, ms]) => ms >= LEAST_MS).toSorted(([, a], [, b]) => b - a);
  const small = [...parts].filter(([, ms]) => ms < LEAST_MS).reduce((sum, [, ms]) => sum + ms, 0);
  const lines = [...large, ['all others', small] as const].map(([part, ms]) => row([part, ms.toFixed(0)]));
  return [row([`main thread, ${packs}`, 'ms']), row(['---', '---']), ...lines].join('\n');
}
