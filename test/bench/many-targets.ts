import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScanDocument } from '../conformance/support/esxcheck.ts';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { replayOf } from './bout.ts';
import { bareProgram } from './jobs.ts';
import { measure, type Cost, type Program } from './measure.ts';
import { startProxy } from './proxy.ts';
import type { Traffic } from './recording.ts';
import { measuredSimulator, type Measured } from './servers.ts';
import { row, times } from './table.ts';

const TARGETS = 5;
const HOSTS_EACH = 2000;
/** One a core. */
const SEVERAL = ['--processes', String(availableParallelism())];

/** What one scan of five targets costs, each with 2,000 hosts and a simulator of its own. */
export interface ManyCost {
  readonly latencyMs: number;
  readonly cost: Cost;
  /** By as many processes as there are cores. */
  readonly several: Cost;
  /** Of a client that sends the same requests to the five and throws the answers away. */
  readonly bare: Cost;
  /** The same, with an XML parser behind it. */
  readonly parser: Cost;
  readonly traffic: Pick<Traffic, 'calls' | 'bytes'>;
}

/** Scans five simulators at once, and lets the bare clients repeat it. */
export async function manyTargets(latencyMs: number): Promise<ManyCost> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-many-'));
  const targets: Measured[] = [];
  try {
    while (targets.length < TARGETS) targets.push(await measuredSimulator(HOSTS_EACH, latencyMs));
    return await measuredOn(targets, latencyMs, folder);
  } finally {
    await Promise.all(targets.map((target) => target[Symbol.asyncDispose]()));
    await rm(folder, { recursive: true });
  }
}

async function measuredOn(targets: readonly Measured[], latencyMs: number, folder: string): Promise<ManyCost> {
  const recordings = await recorded(targets, folder);
  const connections = Math.max(...recordings.map((recording) => recording.connections));
  const bare = (mode: 'read' | 'parse'): Promise<Cost> => measure(bareProgram(mode, connections, recordings), 1);
  return {
    latencyMs,
    cost: await measure(await scanOf(targets, { account: targets[0], folder }), 1),
    several: await measure(await scanOf(targets, { account: targets[0], folder, flags: SEVERAL }), 1),
    bare: await bare('read'),
    parser: await bare('parse'),
    traffic: {
      calls: recordings.reduce((sum, { traffic }) => sum + traffic.calls, 0),
      bytes: recordings.reduce((sum, { traffic }) => sum + traffic.bytes, 0),
    },
  };
}

interface Recorded {
  readonly file: string;
  readonly url: string;
  readonly connections: number;
  readonly traffic: Traffic;
}

/** The requests of one scan, by target. */
async function recorded(targets: readonly Measured[], folder: string): Promise<readonly Recorded[]> {
  const proxies = await Promise.all(targets.map(({ url }) => startProxy(url)));
  try {
    const addresses = proxies.map(({ url, certificate }) => ({ url, sha256: certificate.sha256 }));
    await measure(await scanOf(addresses, { account: targets[0], folder }), 1);
    return await Promise.all(
      proxies.map(async ({ recording }, at) => ({
        ...(await replayOf(recording, folder, `${at}.jsonl`)),
        url: targets[at]?.url ?? '',
        traffic: recording.traffic,
      })),
    );
  } finally {
    await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
  }
}

interface ScanOptions {
  readonly account: Pick<Measured, 'user' | 'password'> | undefined;
  readonly folder: string;
  readonly flags?: readonly string[];
  /** Of all targets together; 10,000 where left out. */
  readonly hosts?: number;
}

/** One scan of several servers, which have so many hosts together. */
export async function scanOf(
  addresses: readonly Pick<Measured, 'url' | 'sha256'>[],
  { account, folder, flags: further = [], hosts = TARGETS * HOSTS_EACH }: ScanOptions,
): Promise<Program> {
  const knownHosts = join(folder, 'known_hosts');
  await writeFile(knownHosts, addresses.map(({ url, sha256 }) => `${new URL(url).host} ${sha256}\n`).join(''));
  const flags = addresses.flatMap(({ url }) => ['--target', url]);
  const trust = ['--known-hosts', knownHosts, '--user', account?.user ?? ''];
  return {
    command: [process.execPath, ESXCHECK, 'scan', '--format', 'json', '--quiet', ...further, ...flags, ...trust],
    env: { ESXCHECK_PASSWORD: account?.password ?? '' },
    goodStatuses: [1],
    isDone: (output) => (JSON.parse(output) as ScanDocument).summary.hosts === hosts,
  };
}

const HEAD = [
  'ms a call',
  'client',
  'processes',
  'wall s',
  '× bare',
  'CPU s',
  'peak MB, summed',
  'most MB at once',
  'calls a host',
  'received MB',
];

/** A Markdown table of five targets with 2,000 hosts each, by latency. */
export function manyTable(results: readonly ManyCost[]): string {
  const lines = results.flatMap(({ latencyMs, cost, several, bare, parser, traffic }) => {
    const clients: readonly (readonly [string, Cost])[] = [
      ['esxcheck scan', cost],
      [`esxcheck scan ${SEVERAL.join(' ')}`, several],
      ['bare client', bare],
      ['bare client + XML parser', parser],
    ];
    return clients.map(([name, { seconds, cpuSeconds, peakBytes, mostBytes, processes }]) =>
      row([
        String(latencyMs),
        name,
        String(processes),
        seconds.toFixed(2),
        times(seconds, bare.seconds),
        cpuSeconds.toFixed(2),
        (peakBytes / 1e6).toFixed(0),
        (mostBytes / 1e6).toFixed(0),
        (traffic.calls / (TARGETS * HOSTS_EACH)).toFixed(2),
        (traffic.bytes / 1e6).toFixed(1),
      ]),
    );
  });
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}
