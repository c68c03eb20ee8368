import type { Result } from './bout.ts';
import type { ManyCost } from './many-targets.ts';
import type { PackCost } from './packs.ts';

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
/** Ten times the hosts in ten times the time, with the noise of such measurements allowed for. */
const MOST_GROWTH = 1.1;
const MOST_OFFLINE_MS = 300;
const MOST_MB_MANY_TARGETS = 400;

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
      const same = results.filter(
        ({ server, hosts, latencyMs }) =>
          server === ours.server && hosts === ours.hosts && latencyMs === ours.latencyMs,
      );
      const bare = same.find((other) => other.job === 'bare client');
      const parser = same.find((other) => other.job === 'bare client + XML parser');
      return bare === undefined || parser === undefined ? [] : [{ ours, bare, parser }];
    });
}

function hostCalls({ traffic }: Pick<Result, 'traffic'>): number {
  return (traffic.byMethod.get('RetrieveManagedMethodExecuter') ?? 0) + (traffic.byMethod.get('ExecuteSoap') ?? 0);
}

/** Milliseconds that the scan itself needs, start included. */
function ownCpuMs({ ours, parser }: Trio): number {
  return (ours.cost.cpuSeconds - parser.cost.cpuSeconds) * 1000;
}

function budgetsOfOne({ ours, bare, parser }: Trio): readonly Budget[] {
  const where = `${ours.hosts} hosts, ${kindOf({ ours, bare, parser })}`;
  const cpu = ownCpuMs({ ours, bare, parser }) / ours.hosts;
  const peak = PEAK_MB.get(ours.hosts);
  return [
    atMost(`executer and esxcli calls a host (${where})`, hostCalls(ours) / ours.hosts, MOST_CALLS_A_HOST, ''),
    atMost(`wall time, times the bare client (${where})`, ours.cost.seconds / bare.cost.seconds, MOST_TIMES_BARE, '×'),
    atMost(`CPU a host beyond the bare client and XML parsing, start included (${where})`, cpu, MOST_CPU_MS, 'ms'),
    ...(peak === undefined ? [] : [atMost(`peak memory (${where})`, ours.cost.peakBytes / 1e6, peak, 'MB')]),
  ];
}

/** What a scan by other packs than the default ones may cost: a call for each esxcli command, and the rest as ever. */
export function budgetsOfPacks({ packs, hosts, latencyMs, cost, bare, parser, traffic }: PackCost): readonly Budget[] {
  const where = `${packs}, ${hosts} hosts, ${latencyMs} ms a call`;
  const called = hostCalls({ traffic }) / hosts;
  const cpu = ((cost.cpuSeconds - parser.cpuSeconds) * 1000) / hosts;
  return [
    atMost(`executer and esxcli calls a host (${where})`, called, 1 + traffic.esxcliCommands, ''),
    atMost(`wall time, times the bare client (${where})`, cost.seconds / bare.seconds, MOST_TIMES_BARE, '×'),
    atMost(`CPU a host beyond the bare client and XML parsing, start included (${where})`, cpu, MOST_CPU_MS, 'ms'),
  ];
}

function kindOf({ ours: { server, latencyMs } }: Trio): string {
  return `${latencyMs} ms a call, ${server}`;
}

/** How the cost grows between the smallest and the largest size: what is left when the start is taken out. */
function growth(results: readonly Result[]): readonly Budget[] {
  const trios = triosOf(results);
  return [...new Set(trios.map(kindOf))].flatMap((kind) => {
    const sizes = trios.filter((trio) => kindOf(trio) === kind).toSorted((a, b) => a.ours.hosts - b.ours.hosts);
    const [small, large] = [sizes[0], sizes.at(-1)];
    return small === undefined || large === undefined || small === large ? [] : growthBetween(small, large);
  });
}

function growthBetween(small: Trio, large: Trio): readonly Budget[] {
  const [few, many] = [small.ours.hosts, large.ours.hosts];
  const where = `${few} to ${many} hosts, ${kindOf(large)}`;
  const times = large.ours.cost.seconds / small.ours.cost.seconds / (many / few);
  const cpu = (ownCpuMs(large) - ownCpuMs(small)) / (many - few);
  return [
    atMost(`time a host, times that of the smaller estate (${where})`, times, MOST_GROWTH, '×'),
    atMost(`CPU of each further host beyond bare client and XML parsing (${where})`, cpu, MOST_CPU_MS, 'ms'),
  ];
}

/** The budgets that these results can be held against. */
export function budgetsOf(
  results: readonly Result[],
  { offlineMs }: { readonly offlineMs: ReadonlyMap<string, number> },
): readonly Budget[] {
  const offline = [...offlineMs].map(([command, ms]) =>
    atMost(`${command}, which needs no network`, ms, MOST_OFFLINE_MS, 'ms'),
  );
  return [...triosOf(results).flatMap(budgetsOfOne), ...growth(results), ...offline];
}

/** What a scan of several targets at once may cost. */
export function budgetsOfMany({ latencyMs, cost, bare }: ManyCost): readonly Budget[] {
  const where = `10,000 hosts on five targets, ${latencyMs} ms a call`;
  return [
    atMost(`wall time, times the bare client (${where})`, cost.seconds / bare.seconds, MOST_TIMES_BARE, '×'),
    atMost(`peak memory, summed over processes (${where})`, cost.peakBytes / 1e6, MOST_MB_MANY_TARGETS, 'MB'),
    atMost(`memory of all processes at one moment (${where})`, cost.mostBytes / 1e6, MOST_MB_MANY_TARGETS, 'MB'),
  ];
}

export function budgetTable(budgets: readonly Budget[]): string {
  const lines = budgets.map(
    ({ name, limit, measured, isMet }) => `| ${name} | ${limit} | ${measured} | ${isMet ? 'met' : '**not met**'} |`,
  );
  return ['| budget | limit | measured | |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
