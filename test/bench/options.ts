import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly sizes: readonly number[];
  readonly runs: number;
  /** Of the clients that take minutes at the larger sizes. */
  readonly slowRuns: number;
  /** Also 10,000 hosts on five targets; the default when no sizes are named. */
  readonly many: boolean;
  readonly servers: readonly ('vcsim' | 'simulator')[];
}

const USAGE = `npm run bench -- [--quick] [--sizes 100,1000,2500] [--runs 3] [--server vcsim|simulator]... [--many]`;

/** Reads the flags; throws on one that it does not know. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      runs: { type: 'string' },
      many: { type: 'boolean' },
      server: { type: 'string', multiple: true, default: ['vcsim', 'simulator'] },
    },
  });
  const sizes = (values.sizes ?? (values.quick ? '100' : '100,1000,2500')).split(',').map(Number);
  const runs = Number(values.runs ?? (values.quick ? 1 : 3));
  if ([...sizes, runs].some((value) => !Number.isInteger(value) || value < 1)) throw new Error(USAGE);
  const servers = values.server.filter((name) => name === 'vcsim' || name === 'simulator');
  if (servers.length !== values.server.length) throw new Error(USAGE);
  return { sizes, runs, slowRuns: 1, many: values.many ?? (values.sizes === undefined && !values.quick), servers };
}
