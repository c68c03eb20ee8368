import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScanDocument } from '../conformance/support/esxcheck.ts';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { measure, type Cost, type Program } from './measure.ts';
import { measuredSimulator, type Measured } from './servers.ts';

const TARGETS = 5;
const HOSTS_EACH = 2000;

/** What one scan of five targets costs, each with 2,000 hosts and a simulator of its own. */
export async function manyTargets(): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-many-'));
  const targets: Measured[] = [];
  try {
    while (targets.length < TARGETS) targets.push(await measuredSimulator(HOSTS_EACH));
    const knownHosts = join(folder, 'known_hosts');
    const lines = targets.map(({ url, sha256 }) => `${new URL(url).host} ${sha256}\n`);
    await writeFile(knownHosts, lines.join(''));
    return await measure(scanOf(targets, knownHosts), 1);
  } finally {
    await Promise.all(targets.map((target) => target[Symbol.asyncDispose]()));
    await rm(folder, { recursive: true });
  }
}

function scanOf(targets: readonly Measured[], knownHosts: string): Program {
  const [first] = targets;
  const flags = targets.flatMap(({ url }) => ['--target', url]);
  const trust = ['--known-hosts', knownHosts, '--user', first?.user ?? ''];
  return {
    command: [process.execPath, ESXCHECK, 'scan', '--format', 'json', '--quiet', ...flags, ...trust],
    env: { ESXCHECK_PASSWORD: first?.password ?? '' },
    goodStatuses: [1],
    isDone: (output) => (JSON.parse(output) as ScanDocument).summary.hosts === TARGETS * HOSTS_EACH,
  };
}
