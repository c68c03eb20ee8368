import type { Result } from './bout.ts';

/** A promise about cost, and what was measured. */
export interface Budget {
  readonly name: string;
  readonly limit: string;
  readonly measured: string;
  readonly isMet: boolean;
}

const PEAK_MB = new Map([
  [1000, 150],
  [2500, 250],
]);
const MOST_CALLS_A_HOST = 3;
const MOST_TIMES_BARE = 1.25;
const MOST_CPU_MS = 1;
/** From here on the start of the program is no longer most of what a host costs. */
const MANY = 1000;
/** Ten times the hosts in ten times the time, with the noise of such measurements allowed for. */
const MOST_GROWTH = 1.1;
export const MOST_OFFLINE_MS = 300;

function atMost(name: string, measured: number, limit: number, unit: string): Budget {
  const shown = (value: number): string => `${Number(value.toFixed(2))} ${unit}`;
  return { name, limit: `at most ${shown(limit)}`, measured: shown(measured), isMet: measured <= limit };
}

interface Trio {
  readonly ours: Result;
  readonly bare: Result;
  readonly parser: Result;
}

function triosOf(results: readonly Result[]): readonly Trio[] {
  return results
    .filter((result) => result.job === 'esxcheck scan')
    .flatMap((ours) => {
      const same = results.filter((other) => other.server === ours.server && other.hosts === ours.hosts);
      const bare = same.find((other) => other.job === 'bare client');
      const parser = same.find((other) => other.job === 'bare client + XML parser');
      return bare === undefined || parser === undefined ? [] : [{ ours, bare, parser }];
    });
}

function hostCalls({ traffic }: Result): number {
  return (traffic.byMethod.get('RetrieveManagedMethodExecuter') ?? 0) + (traffic.byMethod.get('ExecuteSoap') ?? 0);
}

function budgetsOfOne({ ours, bare, parser }: Trio): readonly Budget[] {
  const where = `${ours.hosts} hosts, ${ours.server}`;
  const cpu = ((ours.cost.cpuSeconds - parser.cost.cpuSeconds) * 1000) / ours.hosts;
  const peak = PEAK_MB.get(ours.hosts);
  return [
    atMost(`executer and esxcli calls a host (${where})`, hostCalls(ours) / ours.hosts, MOST_CALLS_A_HOST, ''),
    atMost(`wall time, times the bare client (${where})`, ours.cost.seconds / bare.cost.seconds, MOST_TIMES_BARE, '×'),
    ...(ours.hosts < MANY
      ? []
      : [atMost(`CPU a host beyond bare client and XML parser (${where})`, cpu, MOST_CPU_MS, 'ms')]),
    ...(peak === undefined ? [] : [atMost(`peak memory (${where})`, ours.cost.peakBytes / 1e6, peak, 'MB')]),
  ];
}

function growth(results: readonly Result[]): readonly Budget[] {
  const ours = results.filter((result) => result.job === 'esxcheck scan');
  return [...new Set(ours.map((result) => result.server))].flatMap((server) => {
    const sizes = ours.filter((result) => result.server === server).toSorted((a, b) => a.hosts - b.hosts);
    const [small, large] = [sizes[0], sizes.at(-1)];
    if (small === undefined || large === undefined || small === large) return [];
    const times = large.cost.seconds / small.cost.seconds / (large.hosts / small.hosts);
    return [atMost(`time a host at ${large.hosts}, times that at ${small.hosts} (${server})`, times, MOST_GROWTH, '×')];
  });
}

/** The budgets that these results can be held against. */
export function budgetsOf(results: readonly Result[], offlineMs: ReadonlyMap<string, number>): readonly Budget[] {
  const offline = [...offlineMs].map(([command, ms]) =>
    atMost(`${command}, which needs no network`, ms, MOST_OFFLINE_MS, 'ms'),
  );
  return [...triosOf(results).flatMap(budgetsOfOne), ...growth(results), ...offline];
}

export function budgetTable(budgets: readonly Budget[]): string {
  const lines = budgets.map(
    ({ name, limit, measured, isMet }) => `| ${name} | ${limit} | ${measured} | ${isMet ? 'met' : '**not met**'} |`,
  );
  return ['| budget | limit | measured | |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
