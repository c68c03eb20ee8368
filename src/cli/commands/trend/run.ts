import { TREND_REPORTERS } from '../../../../reports/trend.ts';
import { listScans } from '../../../history/store/store.ts';
import { trendsIn } from '../../../history/store/trends.ts';
import { globMatcher } from '../../../model/glob.ts';
import type { TrendListing } from '../../../model/history.ts';
import { unescaped } from '../../../model/inventory-path.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { type HistoryArguments, openExistingHistory } from '../../shared/history.ts';
import { chooseReports, type ReportChoice, writeReports } from '../../shared/report-output.ts';

/** Shows compliance over time. Asks nobody. */
export async function run(args: TrendArguments & ReportArguments, io: Io): Promise<number> {
  const choice = await chooseReports(TREND_REPORTERS, args);
  return tellTrend(args, choice, io);
}

export type TrendArguments = HistoryArguments & {
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
