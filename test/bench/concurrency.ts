import { collectFacts } from '../../src/collect/collect-facts.ts';
import { readInventory } from '../../src/collect/inventory.ts';
import type { HostCallsReport } from '../../src/connect/call-limiter.ts';
import { type Endpoint, STRICT_TRUST } from '../../src/connect/endpoint.ts';
import { openSession } from '../../src/connect/session.ts';
import { type HostFacts, NO_DEMAND } from '../../src/model/facts.ts';
import { parseAddress, urlOf } from '../../src/target/address.ts';
import { type Measured, measuredSimulator, measuredVcsim } from './servers.ts';
import { row } from './table.ts';

/** What reading all hosts of one server took, by fixed numbers of calls to hosts at a time and by one that adapts. */
export interface Concurrency {
  readonly server: string;
  readonly hosts: number;
  readonly fixed: ReadonlyMap<number, ReadingCost>;
  readonly adaptive: ReadingCost;
}

interface ReadingCost {
  readonly seconds: number;
  /** Hosts of which something could not be read though they can be asked. */
  readonly errors: number;
  readonly report: HostCallsReport;
}

/** Beyond the last of these that the program may use by itself, to see what is left lying. */
const SWEEP = [4, 8, 12, 16, 24, 32, 48, 64, 96, 128] as const;
const MOST = 64;

/** As the default packs: an executer and two commands a host, beside the properties. */
const DEMAND = {
  ...NO_DEMAND,
  kernelSettings: new Set(['iovDisableIR']),
  firewall: true,
  firewallEnabled: true,
};

interface Place {
  readonly name: string;
  readonly start: (hosts: number) => Promise<Measured>;
  /** Share of the hosts: where a call takes long, fewer tell as much. */
  readonly share: number;
}

const delayed = (ms: number): Place => ({
  name: `vcsim, ${ms} ms a call`,
  start: (hosts) => measuredVcsim(hosts, ms),
  share: ms > 100 ? 0.5 : 1,
});

const BOUNDED: readonly Place[] = [
  ...[4, 12, 24].map((slots) => ({
    name: `${slots} slots, 50 ms a call`,
    start: (hosts: number) => measuredSimulator(hosts, 50, { slots }),
    share: 0.5,
  })),
  ...[4, 12, 24].map((refuseAbove) => ({
    name: `refuses above ${refuseAbove}, 50 ms a call`,
    start: (hosts: number) => measuredSimulator(hosts, 50, { refuseAbove }),
    share: 0.5,
  })),
];

/** Which servers: vcsim by how long a call takes, and those with bounds of their own. */
export interface ConcurrencyPlaces {
  readonly latencies: readonly number[];
  readonly bounded: boolean;
}

/** Reads every server by each number in turn, in this process; the servers are processes of their own. */
export async function concurrencies(
  most: number,
  { latencies, bounded }: ConcurrencyPlaces,
  onResult: (result: Concurrency) => void,
): Promise<void> {
  for (const { name, start, share } of [...latencies.map(delayed), ...(bounded ? BOUNDED : [])]) {
    const hosts = Math.ceil(most * share);
    await using server = await start(hosts);
    // What is read first pays for what is compiled and connected then.
    await reading(server, { maxCalls: 8 });
    const fixed = new Map<number, ReadingCost>();
    for (const calls of SWEEP) fixed.set(calls, await usualReading(server, { fixedCalls: calls }));
    const adaptive = await usualReading(server, { maxCalls: MOST });
    console.error(`${name}: ${adaptive.seconds.toFixed(2)} s`);
    onResult({ server: name, hosts, fixed, adaptive });
  }
}

/** What is done sooner than this goes by chance too much. */
const SHORT_SECONDS = 8;

/** A short reading is done five times, and the one in the middle counts. */
async function usualReading(server: Measured, calls: Parameters<typeof reading>[1]): Promise<ReadingCost> {
  const first = await reading(server, calls);
  if (first.seconds >= SHORT_SECONDS) return first;
  const all = [first];
  while (all.length < 5) all.push(await reading(server, calls));
  const [middle = first] = all.toSorted((one, other) => one.seconds - other.seconds).slice(2);
  return { ...middle, errors: Math.max(...all.map(({ errors }) => errors)) };
}

async function reading(
  { url, sha256, user, password }: Measured,
  calls: Pick<Endpoint, 'maxCalls' | 'fixedCalls'>,
): Promise<ReadingCost> {
  const { host, port } = parseAddress(url, 'The server');
  const trust = { ...STRICT_TRUST, thumbprints: [sha256] };
  const endpoint = { url: urlOf({ host, port }), host, port, trust, timeoutMs: 60_000, ...calls };
  await using session = await openSession(endpoint, { user, password });
  const inventory = await readInventory(session);
  const source = { target: url, targetIdentity: null, releaseName: () => null };
  const before = performance.now();
  const facts = await collectFacts(session, inventory, { demand: DEMAND, source });
  const seconds = (performance.now() - before) / 1000;
  return { seconds, errors: facts.filter(isUnread).length, report: session.hostCalls.report };
}

function isUnread({ host, kernel, firewall }: HostFacts): boolean {
  if (host.trouble !== null) return false;
  const isFirewallRead = firewall?.kind === 'read' && firewall.value.enabled.kind === 'read';
  return kernel.get('iovDisableIR')?.kind !== 'read' || !isFirewallRead;
}

const HEAD = ['server', 'hosts', 'adapting s', 'at a time', 'best fixed', '× best', 'errors', ...SWEEP.map(String)];

/** A Markdown table; a fixed number with errors has them in brackets, and is no best one. */
export function concurrencyTable(results: readonly Concurrency[]): string {
  const lines = results.map(({ server, hosts, fixed, adaptive }) => {
    const good = [...fixed].filter(([calls, { errors }]) => errors === 0 && calls <= MOST);
    const [calls, best] = good.reduce((one, other) => (other[1].seconds < one[1].seconds ? other : one));
    return row([
      server,
      String(hosts),
      adaptive.seconds.toFixed(2),
      `${adaptive.report.limit} (up to ${adaptive.report.highest})`,
      `${best.seconds.toFixed(2)} at ${calls}`,
      (adaptive.seconds / best.seconds).toFixed(2),
      String(adaptive.errors),
      ...[...fixed.values()].map(({ seconds, errors }) => seconds.toFixed(2) + (errors === 0 ? '' : ` (${errors})`)),
    ]);
  });
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}
