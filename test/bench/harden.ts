import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HARDEN } from '../conformance/support/paths.ts';
import { directReach } from './bout.ts';
import type { Job, Reach } from './jobs.ts';
import { type Cost, measure } from './measure.ts';
import { scanBy } from './packs.ts';
import { measuredVcsim } from './servers.ts';
import { row } from './table.ts';

/** What one client took to read and judge the hosts of one vcsim. */
export interface HardenCost {
  readonly job: string;
  readonly hosts: number;
  readonly cost: Cost;
}

/** The baseline of its registry that reads most of a host. */
const BASELINE = 'dengbao-2.0-level3-vmware';

/** Another maker's collector, unmodified. It ends with other codes than 0 where hosts break its rules; it also reads virtual machines. */
function vmwareHarden(folder: string, runs: number): Job {
  return {
    name: `vmware-harden scan --baseline ${BASELINE}`,
    runs,
    program: (reach) => ({
      command: [
        `${HARDEN}/vmware-harden`,
        'scan',
        '--target',
        'sim',
        '--baseline',
        BASELINE,
        '--db',
        join(folder, 'twin.duckdb'),
      ],
      env: { HOME: folder, SSL_CERT_FILE: reach.caFile, VMWARE_SIM_PASSWORD: reach.password },
      goodStatuses: [0, 1, 2],
      isDone: (output) => output.includes(`Collected ${reach.hosts} host`),
    }),
  };
}

/** It finds its targets below the home folder; the two packages that it reads by have a file each. */
async function configure(folder: string, { host, user }: Reach): Promise<void> {
  const [name = '', port = ''] = host.split(':');
  const target = `{ name: sim, host: ${name}, port: ${port}, username: ${user}, type: vcenter, verify_ssl: true }`;
  for (const part of ['.vmware-aiops', '.vmware-storage']) {
    await mkdir(join(folder, part));
    await writeFile(join(folder, part, 'config.yaml'), `targets:\n  - ${target}\n`);
  }
}

/** Both on the same hosts, one after the other. */
export async function hardenCosts(hosts: number, runs: number): Promise<readonly HardenCost[]> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-harden-'));
  try {
    await using server = await measuredVcsim(hosts);
    const reach = await directReach(server, hosts, folder);
    await configure(folder, reach);
    const ours = scanBy({ name: 'esxcheck scan --framework stig', flags: ['--framework', 'stig'] }, runs);
    const costs: HardenCost[] = [];
    for (const job of [ours, vmwareHarden(folder, runs)]) {
      costs.push({ job: job.name, hosts, cost: await measure(job.program(reach), runs) });
    }
    return costs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A Markdown table. */
export function hardenTable(costs: readonly HardenCost[]): string {
  const head = ['client', 'hosts', 'wall s', 'CPU s', 'peak MB'];
  const lines = costs.map(({ job, hosts, cost: { seconds, cpuSeconds, peakBytes } }) =>
    row([job, String(hosts), seconds.toFixed(2), cpuSeconds.toFixed(2), (peakBytes / 1e6).toFixed(0)]),
  );
  return [row(head), row(head.map(() => '---')), ...lines].join('\n');
}
