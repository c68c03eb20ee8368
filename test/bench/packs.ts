import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USUAL_PACKS } from '../../src/rules/select.ts';
import { frameworksNamed } from '../../src/shipped/shipped-frameworks.ts';
import type { ScanDocument } from '../conformance/support/esxcheck.ts';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { directReach, recordingOf, replayOf } from './bout.ts';
import { bareClient, bareParser, type Job, targetFlags } from './jobs.ts';
import { type Cost, measure } from './measure.ts';
import type { Traffic } from './recording.ts';
import { measuredSimulator } from './servers.ts';
import { row } from './table.ts';

/** What a scan by one choice of packs cost. */
export interface PackCost {
  readonly packs: string;
  readonly hosts: number;
  /** That the server waits before it works, each time. */
  readonly latencyMs: number;
  readonly rules: number;
  readonly cost: Cost;
  /** Of a client that sends the same requests with the same concurrency and throws the answers away. */
  readonly bare: Cost;
  /** The same, with an XML parser behind it. */
  readonly parser: Cost;
  readonly traffic: Traffic;
}

/** What hosts are judged by: packs or frameworks, with their flags. */
interface Choice {
  readonly name: string;
  readonly flags: readonly string[];
}

const DATA: readonly string[] = ['catalog', 'frameworks'];

/** Packs that ship, those that are judged by unasked, all of them together, and a framework. */
export async function choices(): Promise<readonly Choice[]> {
  const folders = (await readdir('rules', { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const packs = folders.map(({ name }) => name).filter((name) => !DATA.includes(name));
  const all = packs.flatMap((pack) => ['--pack', pack]);
  return [
    ...packs.map((pack) => ({ name: pack, flags: ['--pack', pack] })),
    { name: 'default packs', flags: [] },
    { name: packs.join(' + '), flags: all },
    { name: 'stig-esxi-8', flags: ['--framework', 'stig-esxi-8'] },
  ];
}

/** Judges by what is chosen. */
export function scanBy({ name, flags }: Choice, runs: number): Job {
  return {
    name,
    runs,
    program: (reach) => ({
      command: [process.execPath, ESXCHECK, 'scan', '--format', 'json', '--quiet', ...flags, ...targetFlags(reach)],
      env: { ESXCHECK_PASSWORD: reach.password },
      goodStatuses: [0, 1, 3],
      isDone: (output) => (JSON.parse(output) as ScanDocument).summary.hosts === reach.hosts,
    }),
  };
}

interface PackMeasure {
  readonly hosts: number;
  readonly runs: number;
  readonly latencyMs: number;
  /** The name of one choice; null: each. */
  readonly only?: string | null;
}

/** Scans one simulated estate by each pack: through a proxy for calls and bytes, then against the server itself. */
export async function packCosts(
  { hosts, runs, latencyMs, only = null }: PackMeasure,
  onResult: (result: PackCost) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-packs-'));
  try {
    await using server = await measuredSimulator(hosts, latencyMs);
    const reach = await directReach(server, hosts, folder);
    for (const choice of (await choices()).filter(({ name }) => only === null || name === only)) {
      const job = scanBy(choice, runs);
      const recording = await recordingOf(job, server, reach);
      const replay = await replayOf(recording, folder);
      const cost = await measure(job.program(reach), runs);
      const bare = await measure(bareClient(replay, runs).program(reach), runs);
      const parser = await measure(bareParser(replay, runs).program(reach), runs);
      const rules = await rulesOf(choice);
      const result = { packs: job.name, hosts, latencyMs, rules, cost, bare, parser, traffic: recording.traffic };
      onResult(result);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function rulesOf({ flags }: Choice): Promise<number> {
  const named = flags.filter((flag) => !flag.startsWith('--'));
  if (flags[0] === '--framework') return (await frameworksNamed(named)).rules.length;
  const files = await Promise.all(
    (named.length === 0 ? USUAL_PACKS : named).map((pack) => readdir(join('rules', pack))),
  );
  return files.flat().filter((name) => name.endsWith('.yaml')).length;
}

const HEAD = [
  'packs',
  'rules',
  'hosts',
  'ms a call',
  'calls a host',
  'received KB a host',
  'wall s',
  'times the bare client',
  'CPU s',
  'CPU ms a host beyond bare client and XML parsing',
  'peak MB',
];

/** A Markdown table; the line without a pack's name is what a scan reads unasked. */
export function packTable(results: readonly PackCost[]): string {
  const lines = results.map(({ packs, rules, hosts, latencyMs, cost, bare, parser, traffic }) =>
    row([
      packs,
      String(rules),
      String(hosts),
      String(latencyMs),
      (traffic.calls / hosts).toFixed(2),
      (traffic.bytes / hosts / 1000).toFixed(2),
      cost.seconds.toFixed(2),
      (cost.seconds / bare.seconds).toFixed(2),
      cost.cpuSeconds.toFixed(2),
      (((cost.cpuSeconds - parser.cpuSeconds) * 1000) / hosts).toFixed(2),
      (cost.peakBytes / 1e6).toFixed(0),
    ]),
  );
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}
