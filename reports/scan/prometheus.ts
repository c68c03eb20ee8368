import { doubtsIn } from '../../src/model/erratum.ts';
import { type Finding, VERDICTS } from '../../src/model/finding.ts';
import { clusterPath } from '../../src/model/inventory-path.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { isBlind, type Scan, type ScannedHost, type TargetReport } from '../../src/model/scan.ts';
import { EXPLOITATION } from '../../src/model/advisory.ts';
import { type ExposureRow, exposureSummary } from './summary/exposure.ts';
import { gauge, type Sample } from '../prometheus/write.ts';

/**
 * Gauges for node_exporter's textfile collector. Counts are by cluster, so that their number does not grow with hosts; a host
 * has a series of its own only while something of it fails or is unknown.
 */
export const prometheus: Reporter<Scan> = {
  name: 'prometheus',
  description: "For node_exporter's textfile collector: gauges by target, cluster and rule, and hosts that fail.",
  extensions: ['.prom'],
  *render(scan) {
    yield* timesText(scan);
    yield* gauge('esxcheck_target_up', 'Whether the target could be asked.', targetSamples(scan, isBlind));
    yield* gauge(
      'esxcheck_target_complete',
      'Whether the target was there to the end: 0 where it could not be asked, or was lost before all hosts were read.',
      targetSamples(scan, ({ error }) => error !== null),
    );
    yield* gauge('esxcheck_hosts', 'Hosts that were seen.', hostSamples(scan.hosts));
    yield* gauge(
      'esxcheck_hosts_unreachable',
      'Hosts of which nothing could be asked.',
      hostSamples(scan.hosts, ({ trouble }) => trouble !== null),
    );
    yield* gauge('esxcheck_findings', 'Findings by rule and verdict.', findingSamples(scan));
    yield* gauge('esxcheck_findings_in_doubt', 'Findings that the release which judged may have told wrongly.', [
      { labels: {}, value: [...doubtsIn(scan)].length },
    ]);
    yield* exposureText(scan);
    yield* gauge('esxcheck_host_findings', 'Findings of a host that fail or are unknown.', troubledHosts(scan));
  },
};

const EXPOSED = ['open', 'unknown', 'mitigated'] as const;
type Exposed = (typeof EXPOSED)[number];

/**
 * Hosts that are open to advisories, or may be, by the worst of them: a host counts once for each kind of advisory. What is
 * mitigated and unknown at once counts as unknown, since it may be open. Nothing where no rule is of an advisory.
 */
function* exposureText(scan: Scan): Iterable<string> {
  const summary = exposureSummary(scan);
  if (summary === null) return;
  const samples = EXPLOITATION.flatMap((exploited) => {
    const rows = summary.rows.filter(({ advisory }) => advisory.exploited.state === exploited);
    const standings = worstStandings(rows);
    return EXPOSED.flatMap((state) =>
      hostSamples(scan.hosts, ({ id }) => standings.get(id) === state).map(({ labels, value }) => ({
        labels: { ...labels, exploited, state },
        value,
      })),
    );
  });
  yield* gauge(
    'esxcheck_hosts_exposed',
    'Hosts that lack the fix of an advisory, by whether it is exploited; mitigated: with workarounds alone; unknown: not known.',
    samples,
  );
  if (summary.asOf === null) return;
  const value = Date.parse(summary.asOf) / 1000;
  yield* gauge('esxcheck_advisories_timestamp_seconds', 'The day of the data of advisories.', [{ labels: {}, value }]);
}

/** How each host stands to the worst of these advisories; hosts that have all fixes are not in it. */
function worstStandings(rows: readonly ExposureRow[]): ReadonlyMap<string, Exposed> {
  const standings = new Map<string, Exposed>();
  for (const { now, mitigated } of rows) {
    const spared = new Set(mitigated);
    for (const { id } of mitigated) if (!standings.has(id)) standings.set(id, 'mitigated');
    for (const { id } of now.unknown) if (standings.get(id) !== 'open') standings.set(id, 'unknown');
    for (const host of now.affected) if (!spared.has(host)) standings.set(host.id, 'open');
  }
  return standings;
}

function* timesText({ startedAt, finishedAt }: Scan): Iterable<string> {
  const [start, end] = [Date.parse(startedAt) / 1000, Date.parse(finishedAt) / 1000];
  if (Number.isNaN(start) || Number.isNaN(end)) return;
  yield* gauge('esxcheck_scan_finished_timestamp_seconds', 'When the scan ended.', [{ labels: {}, value: end }]);
  const value = Number((end - start).toFixed(3));
  yield* gauge('esxcheck_scan_duration_seconds', 'How long the scan took.', [{ labels: {}, value }]);
}

function targetSamples({ targets }: Scan, lacks: (target: TargetReport) => boolean): readonly Sample[] {
  return targets.map((target) => ({ labels: { target: target.url }, value: lacks(target) ? 0 : 1 }));
}

/** A cluster without a host that is counted has a zero, since an alert cannot wait for what is not there. */
function hostSamples(
  hosts: readonly ScannedHost[],
  counts: (host: ScannedHost) => boolean = () => true,
): readonly Sample[] {
  const places = tally(hosts, placeNamer(hosts), (host) => Number(counts(host)));
  return places.map(({ key: [target, datacenter, cluster], count }) => ({
    labels: { target, datacenter, cluster },
    value: count,
  }));
}

const keyOf = ({ target, datacenter, cluster }: ScannedHost): string => JSON.stringify([target, datacenter, cluster]);

/** Hosts that are in no cluster have an empty one. A path stands for the name only where the datacenter does not suffice. */
function placeNamer(hosts: readonly ScannedHost[]): (host: ScannedHost) => readonly [string, string, string] {
  const places = new Map<string, Set<string>>();
  for (const host of hosts) places.set(keyOf(host), (places.get(keyOf(host)) ?? new Set()).add(host.folder ?? ''));
  return (host) => {
    const { target, datacenter, cluster } = host;
    const isOne = cluster === null || places.get(keyOf(host))?.size === 1;
    const name = isOne ? (cluster ?? '') : clusterPath(cluster, host, { target: false, folder: true });
    return [target, datacenter ?? '', name];
  };
}

/** Each verdict of each rule in each cluster, zeros too. */
function findingSamples({ findings, hosts }: Scan): readonly Sample[] {
  const hostOf = new Map(hosts.map((host) => [host.id, host]));
  const placeOf = placeNamer(hosts);
  const placed = (finding: Finding) => {
    const host = hostOf.get(finding.host);
    const [target, datacenter, cluster] = host === undefined ? ['', '', ''] : placeOf(host);
    return [target, datacenter, cluster, finding.rule, finding.severity] as const;
  };
  const byVerdict = VERDICTS.map((verdict) =>
    tally(findings, placed, (finding) => Number(finding.verdict === verdict)),
  );
  return byVerdict.flatMap((counts, index) =>
    counts.map(({ key: [target, datacenter, cluster, rule, severity], count }) => ({
      labels: { target, datacenter, cluster, rule, severity, verdict: VERDICTS[index] ?? '' },
      value: count,
    })),
  );
}

function troubledHosts({ findings, hosts }: Scan): readonly Sample[] {
  const hostOf = new Map(hosts.map((host) => [host.id, host]));
  const placeOf = placeNamer(hosts);
  const troubled = findings.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  const counted = tally(troubled, ({ host, verdict }) => [host, verdict] as const);
  return counted.map(({ key: [id, verdict], count }) => {
    const host = hostOf.get(id);
    const [target, datacenter, cluster] = host === undefined ? ['', '', ''] : placeOf(host);
    return { labels: { target, datacenter, cluster, host: host?.name ?? '', id, verdict }, value: count };
  });
}

/** Sums by key, in the order in which each key first came; each item counts one where nothing else is said. */
function tally<Item, const Key extends readonly string[]>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
  weigh: (item: Item) => number = () => 1,
): readonly { readonly key: Key; readonly count: number }[] {
  const sums = new Map<string, { readonly key: Key; count: number }>();
  for (const item of items) {
    const key = keyOf(item);
    const text = JSON.stringify(key);
    const sum = sums.get(text) ?? { key, count: 0 };
    sums.set(text, sum);
    sum.count += weigh(item);
  }
  return [...sums.values()];
}
