import { parseArgs } from 'node:util';
import type { FleetSize } from '../support/fleet.ts';

export interface BenchOptions {
  readonly sizes: readonly number[];
  readonly runs: number;
  /** Of the clients that take minutes at the larger sizes. */
  readonly slowRuns: number;
  /** Also 10,000 hosts on five targets; the default when no sizes are named. */
  readonly many: boolean;
  readonly scans: boolean;
  readonly remediation: boolean;
  /** What each pack costs, on so many hosts; null: not asked. */
  readonly packHosts: number | null;
  /** Milliseconds that each call takes longer while packs are measured. */
  readonly latencyMs: number;
  /** How long the HTML report of so many hosts takes, in a browser too; null: not asked. */
  readonly htmlHosts: number | null;
  /** Days of a history of 1,000 hosts; null: not asked. */
  readonly historyDays: number | null;
  /** That is remediated. */
  readonly fleet: FleetSize;
  /** That is rebooted. */
  readonly rollout: FleetSize;
  readonly servers: readonly ('vcsim' | 'simulator')[];
}

const USAGE = [
  'npm run bench -- [--quick] [--sizes 100,1000,2500] [--runs 3] [--server vcsim|simulator]... [--many]',
  'npm run bench -- --remediation [--quick] [--runs 3]',
  'npm run bench -- --history [--quick] [--runs 3]',
  'npm run bench -- --html [--quick] [--runs 3]',
  'npm run bench -- --packs [--latency 0] [--quick] [--runs 3]',
].join('\n');

/** Reads the flags; throws on one that it does not know. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      runs: { type: 'string' },
      many: { type: 'boolean' },
      remediation: { type: 'boolean', default: false },
      history: { type: 'boolean', default: false },
      html: { type: 'boolean', default: false },
      packs: { type: 'boolean', default: false },
      latency: { type: 'string', default: '0' },
      server: { type: 'string', multiple: true },
    },
  });
  const isMixed = values.sizes !== undefined || values.server !== undefined || values.many !== undefined;
  const isPart = values.remediation || values.packs || values.html || values.history;
  if (isPart && isMixed) throw new Error(USAGE);
  const sizes = (values.sizes ?? (values.quick ? '100' : '100,1000,2500')).split(',').map(Number);
  const runs = Number(values.runs ?? (values.quick ? 1 : 3));
  if ([...sizes, runs].some((value) => !Number.isInteger(value) || value < 1)) throw new Error(USAGE);
  const latencyMs = Number(values.latency);
  if (!Number.isInteger(latencyMs) || latencyMs < 0 || (latencyMs > 0 && !values.packs)) throw new Error(USAGE);
  const named = values.server ?? ['vcsim', 'simulator'];
  const servers = named.filter((name) => name === 'vcsim' || name === 'simulator');
  if (servers.length !== named.length) throw new Error(USAGE);
  const isWhole = values.sizes === undefined && !values.quick;
  return {
    sizes,
    runs,
    slowRuns: 1,
    many: !isPart && (values.many ?? isWhole),
    scans: !isPart,
    remediation: values.remediation || (isWhole && !isPart),
    packHosts: values.packs || (isWhole && !isPart) ? (values.quick ? 100 : 1000) : null,
    latencyMs,
    historyDays: values.history || (isWhole && !isPart) ? (values.quick ? 30 : 365) : null,
    htmlHosts: values.html || (isWhole && !isPart) ? (values.quick ? 500 : 5000) : null,
    fleet: values.quick ? { hosts: 100, clusters: 4 } : { hosts: 500, clusters: 20 },
    rollout: values.quick ? { hosts: 4, clusters: 2 } : { hosts: 12, clusters: 4 },
    servers,
  };
}
