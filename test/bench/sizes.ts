import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { scanTo } from './html.ts';
import { type Cost, measure } from './measure.ts';
import { choices } from './packs.ts';
import { row } from './table.ts';

/** What it costs to keep one scan of very many hosts by every rule, and to read it back. */
export interface SizeCost {
  readonly hosts: number;
  readonly perVcenter: number;
  readonly findings: number;
  /** Of the whole scan as JSON. */
  readonly characters: number;
  readonly bytes: number;
  readonly keepMs: number;
  /** Of the program that made the scan and kept it. */
  readonly keep: Cost;
  /** `report latest --format prometheus`: every host and finding is read. */
  readonly read: Cost;
}

const KEEPER = fileURLToPath(new URL('many-times.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));

/** Hosts in all, and on each vCenter. */
const SIZES: readonly (readonly [hosts: number, perVcenter: number])[] = [
  [1000, 1000],
  [9000, 9000],
  [20_000, 2500],
];

/** Each size in a history of its own. */
export async function sizeCosts(onResult: (cost: SizeCost) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-sizes-'));
  try {
    const saved = join(folder, 'scan.json');
    const all = (await choices()).find(({ name }) => name.includes(' + '))?.flags ?? [];
    await scanTo(saved, 250, folder, all);
    for (const [hosts, perVcenter] of SIZES) onResult(await sizeCost({ folder, saved, hosts, perVcenter }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Size {
  readonly folder: string;
  readonly saved: string;
  readonly hosts: number;
  readonly perVcenter: number;
}

async function sizeCost({ folder, saved, hosts, perVcenter }: Size): Promise<SizeCost> {
  const file = join(folder, `${hosts}.db`);
  const command = [process.execPath, TSX, KEEPER, saved, file, String(hosts), String(perVcenter)];
  let told = { findings: 0, length: 0, keepMs: 0 };
  const isDone = (output: string): boolean => {
    told = JSON.parse(output) as typeof told;
    return told.findings > 0;
  };
  const keep = await measure({ command, env: {}, goodStatuses: [0], isDone }, 1);
  const report = [
    process.execPath,
    ESXCHECK,
    'report',
    'latest',
    '--history',
    file,
    '--format',
    'prometheus',
    '--quiet',
  ];
  const read = await measure({ command: report, env: {}, goodStatuses: [1, 3], isDone: (text) => text !== '' }, 1);
  const { size: bytes } = await stat(file);
  return {
    hosts,
    perVcenter,
    findings: told.findings,
    characters: told.length,
    bytes,
    keepMs: told.keepMs,
    keep,
    read,
  };
}

export function sizeTable(costs: readonly SizeCost[]): string {
  const head = ['hosts', 'a vCenter', 'findings', 'JSON MB', 'file MB', 'keep s', 'peak MB', 'read back s', 'peak MB'];
  const rows = costs.map(({ hosts, perVcenter, findings, characters, bytes, keepMs, keep, read }) =>
    row([
      ...[hosts, perVcenter, findings].map(String),
      (characters / 1e6).toFixed(0),
      (bytes / 1e6).toFixed(1),
      (keepMs / 1e3).toFixed(1),
      (keep.peakBytes / 1e6).toFixed(0),
      read.seconds.toFixed(1),
      (read.peakBytes / 1e6).toFixed(0),
    ]),
  );
  return [row(head), row(head.map(() => '---')), ...rows].join('\n');
}
