import { parseArgs } from 'node:util';
import type { FleetSize } from '../support/fleet.ts';
import type { ConcurrencyPlaces } from './concurrency.ts';

export interface BenchOptions {
  readonly sizes: readonly number[];
  /** Milliseconds that each call takes longer, each of them measured by itself. */
  readonly latencies: readonly number[];
  readonly runs: number;
  /** Of the clients that take minutes at the larger sizes. */
  readonly slowRuns: number;
  /** 10,000 hosts on five targets. */
  readonly many: boolean;
  /** From which size on several targets gain by several processes. */
  readonly processes: boolean;
  readonly scans: boolean;
  readonly remediation: boolean;
  /** What each pack costs, on so many hosts. */
  readonly packSizes: readonly number[];
  /** Hosts that are asked by fixed numbers of calls and by one that adapts; null: not asked. */
  readonly concurrencyHosts: number | null;
  /** Hosts that a scan and clients of many at a time are given side by side; null: not asked. */
  readonly clientHosts: number | null;
  /** Where: vcsim by the milliseconds of a call, and servers with bounds of their own. */
  readonly concurrencyPlaces: ConcurrencyPlaces;
  /** Which of these are measured alone, by name, such as `stig-esxi-8`; null: each. */
  readonly only: string | null;
  /** Hosts that another maker's collector reads beside a scan by a framework; null: not asked. */
  readonly hardenHosts: number | null;
  /** Where a scan of so many hosts spends its time; null: not asked. */
  readonly profileHosts: number | null;
  /** How long the HTML report of so many hosts takes, in a browser too; null: not asked. */
  readonly htmlHosts: number | null;
  /** How many calls the tags of so many hosts take. */
  readonly tagHosts: readonly number[];
  /** Days of a history of 1,000 hosts; null: not asked. */
  readonly historyDays: number | null;
  /** Whether one scan of very many hosts is kept and read back. */
  readonly keepsLarge: boolean;
  /** That is remediated. */
  readonly fleet: FleetSize;
  /** That is rebooted. */
  readonly rollout: FleetSize;
  readonly servers: readonly ('vcsim' | 'simulator')[];
}

const USAGE = [
  'npm run bench -- [--quick] [--sizes 100,1000,2500] [--latency 0,20,100] [--runs 3] [--server vcsim|simulator]...',
  'npm run bench -- --many [--latency 0,20,100]',
  'npm run bench -- --processes [--quick] [--latency 0] [--runs 3]',
  'npm run bench -- --packs [--quick] [--sizes 1000] [--latency 0] [--runs 3]',
  'npm run bench -- --frameworks [--quick] [--runs 3]',
  'npm run bench -- --profile [--quick]',
  'npm run bench -- --remediation [--quick] [--runs 3]',
  'npm run bench -- --history [--quick] [--runs 3]',
  'npm run bench -- --keep',
  'npm run bench -- --concurrency [--quick] [--latency 0,20,100,300]',
  'npm run bench -- --clients [--quick] [--latency 100]',
  'npm run bench -- --html [--quick] [--runs 3]',
  'npm run bench -- --tags [--quick]',
].join('\n');

const FLAGS = {
  quick: { type: 'boolean', default: false },
  sizes: { type: 'string' },
  latency: { type: 'string' },
  runs: { type: 'string' },
  many: { type: 'boolean', default: false },
  processes: { type: 'boolean', default: false },
  remediation: { type: 'boolean', default: false },
  history: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  html: { type: 'boolean', default: false },
  tags: { type: 'boolean', default: false },
  packs: { type: 'boolean', default: false },
  clients: { type: 'boolean', default: false },
  concurrency: { type: 'boolean', default: false },
  frameworks: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  server: { type: 'string', multiple: true },
} as const;

/** Each asks for its own part alone. */
const PARTS = [
  'many',
  'packs',
  'frameworks',
  'profile',
  'remediation',
  'history',
  'html',
  'keep',
  'tags',
  'processes',
  'concurrency',
  'clients',
] as const;

/** Reads the flags; throws on one that it does not know, and on one that says nothing to what is asked for. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({ args: [...args], options: FLAGS });
  const {
    quick,
    many,
    processes,
    packs,
    frameworks,
    profile,
    remediation,
    history,
    html,
    keep,
    tags,
    concurrency,
    clients,
  } = values;
  const isPart = PARTS.some((part) => values[part]);
  const isMisplaced = [
    isPart && values.server !== undefined,
    isPart && !packs && values.sizes !== undefined,
    isPart && !packs && !many && !processes && !concurrency && !clients && values.latency !== undefined,
  ];
  if (isMisplaced.includes(true)) throw new Error(USAGE);
  const isWhole = values.sizes === undefined && !quick && !isPart;
  const sizes = numbers(values.sizes ?? (quick ? '100' : '100,1000,2500'), 1);
  return {
    sizes,
    latencies: numbers(values.latency ?? (isWhole ? '0,20,100' : clients ? '100' : '0'), 0),
    runs: numbers(values.runs ?? (quick ? '1' : '3'), 1)[0] ?? 1,
    slowRuns: 1,
    many: many || isWhole,
    processes: processes || isWhole,
    scans: !isPart,
    remediation: remediation || isWhole,
    packSizes: packs && values.sizes !== undefined ? sizes : packs || frameworks || isWhole ? [quick ? 100 : 1000] : [],
    concurrencyHosts: concurrency || isWhole ? (quick ? 128 : 1000) : null,
    clientHosts: clients || isWhole ? (quick ? 64 : 1000) : null,
    concurrencyPlaces: {
      latencies: numbers(concurrency && values.latency !== undefined ? values.latency : '0,20,100,300', 0),
      bounded: values.latency === undefined,
    },
    only: frameworks ? 'stig-esxi-8' : null,
    hardenHosts: frameworks || isWhole ? (quick ? 10 : 50) : null,
    profileHosts: profile || isWhole ? (quick ? 100 : 1000) : null,
    keepsLarge: keep || isWhole,
    historyDays: history || isWhole ? (quick ? 30 : 365) : null,
    tagHosts: tags || isWhole ? (quick ? [100] : [100, 1000, 2500]) : [],
    htmlHosts: html || isWhole ? (quick ? 500 : 5000) : null,
    fleet: quick ? { hosts: 100, clusters: 4 } : { hosts: 500, clusters: 20 },
    rollout: quick ? { hosts: 4, clusters: 2 } : { hosts: 12, clusters: 4 },
    servers: (values.server ?? ['vcsim', 'simulator']).map(serverNamed),
  };
}

function numbers(text: string, least: number): readonly number[] {
  const found = text.split(',').map(Number);
  if (found.some((value) => !Number.isInteger(value) || value < least)) throw new Error(USAGE);
  return found;
}

function serverNamed(name: string): 'vcsim' | 'simulator' {
  if (name === 'vcsim' || name === 'simulator') return name;
  throw new Error(USAGE);
}
