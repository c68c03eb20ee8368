import { compareScans } from '../history/compare-scans.ts';
import { listScans } from '../history/store/store.ts';
import { trendsIn } from '../history/store/trends.ts';
import { remarksOn } from '../model/erratum.ts';
import { globMatcher } from '../model/glob.ts';
import type { Difference, ScanListing, TrendListing } from '../model/history.ts';
import { unescaped } from '../model/inventory-path.ts';
import { hostLabels } from '../model/place-labels.ts';
import { lossesOf, type Scan } from '../model/scan.ts';
import { tool } from '../shipped/installation.ts';
import { EXIT } from './exit-code.ts';
import type { Io } from './io.ts';
import { type HistoryArguments, openExistingHistory } from './opened-history.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { readScan } from './scan-source.ts';

type DiffArguments = HistoryArguments & { readonly before: string; readonly after: string };

/** Says what changed between two scans. Resolves to the exit code. */
export async function tellDifference(args: DiffArguments, choice: ReportChoice<Difference>, io: Io): Promise<number> {
  const [before, after] = [await readScan(args.before, args, io), await readScan(args.after, args, io)];
  const nameOf = hostLabels(after.hosts);
  const names = new Map(after.hosts.map((host) => [host.id, nameOf(host)]));
  const found = compareScans(before, after);
  const remarks = [...remarksOfScan('earlier', before), ...remarksOfScan('later', after)];
  const moments = { beforeAt: before.startedAt, afterAt: after.startedAt };
  await writeReports(choice, { tool: tool(), ...moments, found, names, remarks }, io);
  return EXIT.done;
}

/** What a reader of the differences must know of one of the two scans. */
function remarksOfScan(which: 'earlier' | 'later', scan: Scan): readonly string[] {
  const losses = lossesOf(scan.targets).map((loss) => `The ${which} scan is incomplete: ${loss}`);
  return [...losses, ...remarksOn(scan).map((remark) => `Of the ${which} scan: ${remark}`)];
}

type ListArguments = HistoryArguments & { readonly since?: string | undefined; readonly limit: number };

/** Lists scans of the history. Resolves to the exit code. */
export async function listHistory(args: ListArguments, choice: ReportChoice<ScanListing>, io: Io): Promise<number> {
  using database = await openExistingHistory(args, io);
  const scans = listScans(database, { since: args.since ?? null, before: null, limit: args.limit });
  await writeReports(choice, { tool: tool(), scans }, io);
  return EXIT.done;
}

type TrendArguments = HistoryArguments & {
  readonly since?: string | undefined;
  readonly by?: readonly string[] | undefined;
  readonly rule?: string | undefined;
  readonly cluster?: string | undefined;
};

/** Shows how findings stood over time. Resolves to the exit code. */
export async function tellTrend(args: TrendArguments, choice: ReportChoice<TrendListing>, io: Io): Promise<number> {
  using database = await openExistingHistory(args, io);
  const { since = null, by = [], rule, cluster } = args;
  const byRule = by.includes('rule') || rule !== undefined;
  const byCluster = by.includes('cluster') || cluster !== undefined;
  const [ofRule, ofCluster] = [matcherOf(rule), clusterMatcherOf(cluster)];
  const [latest] = listScans(database, { since: null, before: null, limit: 1 });
  const targets = latest === undefined ? null : latest.targets.map(({ url }) => url);
  const trends = trendsIn(database, { targets, since, byRule, byCluster })
    .filter((one) => ofRule(one.rule) && ofCluster(one.cluster))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  await writeReports(choice, { tool: tool(), trends }, io);
  return EXIT.done;
}

function matcherOf(glob: string | undefined): (name: string | null) => boolean {
  if (glob === undefined) return () => true;
  const matches = globMatcher(glob);
  return (name) => name !== null && matches(name);
}

/** Clusters of one name are kept by their paths, `DC1/Prod`; a name alone means all of them. */
function clusterMatcherOf(glob: string | undefined): (name: string | null) => boolean {
  const matches = matcherOf(glob);
  if (glob === undefined || glob.includes('/')) return matches;
  return (name) => matches(name) || (name !== null && matches(unescaped(name.split('/').at(-1) ?? '')));
}

function keyOf({ rule, cluster }: TrendListing['trends'][number]): string {
  return JSON.stringify([rule, cluster]);
}
