import { type Html, type HtmlPart, markup } from '../../../../reports/html/document.ts';
import type { ChangeCounts } from '../../queries/changes.ts';
import type { ClusterState } from '../../queries/clusters.ts';
import type { HostCounts, TargetState } from '../../queries/estate.ts';
import type { HostRow } from '../../queries/hosts.ts';
import type { RuleState } from '../../queries/rules.ts';
import type { Paged } from '../../queries/view.ts';
import type { PageContent } from './layout.ts';
import {
  answer,
  clusterLink,
  counted,
  countPart,
  hostNumbers,
  link,
  named,
  notice,
  pageLinks,
  pastNumbers,
  tableSection,
  timeText,
} from './parts.ts';
import { changeLine } from './estate.ts';
import { ruleTable } from './rules.ts';

interface VcenterView {
  readonly state: TargetState;
  readonly clusters: readonly ClusterState[];
  readonly rules: readonly RuleState[];
  readonly changes: ChangeCounts;
  readonly hosts: Paged<HostRow>;
  readonly page: number;
}

/** One vCenter: its hosts, clusters and rules. */
export function vcenterPage({ state, clusters, rules, changes, hosts, page }: VcenterView): PageContent {
  return {
    title: `${state.name}: ${standing(state, countsOf(state))}`,
    place: markup`${link('/', 'Estate')} · ${state.site} · ${state.product ?? 'never read'} · read ${timeText(state.readAt)}`,
    lead: state.isStale
      ? [pastNumbers(countsOf(state)), staleNotice(state)]
      : [hostNumbers(countsOf(state)), changeLine(changes)],
    content: pastOr(state, [
      clusterTable(state.id, clusters),
      hostTable(hosts, `/vcenters/${state.id}`, page),
      ruleTable(rules, { title: 'Rules', empty: 'Nothing was judged yet.' }),
    ]),
  };
}

interface ClusterView {
  readonly state: TargetState;
  readonly cluster: ClusterState;
  readonly hosts: Paged<HostRow>;
  readonly page: number;
}

export function clusterPage({ state, cluster, hosts, page }: ClusterView): PageContent {
  const name = cluster.cluster === '' ? 'Outside of clusters' : cluster.cluster;
  const path = `/vcenters/${state.id}/cluster?name=${encodeURIComponent(cluster.cluster)}`;
  return {
    title: `${name}: ${standing(state, cluster)}`,
    place: markup`${link('/', 'Estate')} · ${link(`/vcenters/${state.id}`, state.name)} · ${state.site} · read ${timeText(state.readAt)}`,
    lead: state.isStale ? [pastNumbers(cluster), staleNotice(state)] : hostNumbers(cluster),
    content: pastOr(state, hostTable(hosts, path, page)),
  };
}

/** What is said of a stale one is of the past, and says so. */
function standing({ isStale }: TargetState, counts: HostCounts): string {
  return isStale ? `${counted(counts.hosts, 'host')} stale` : answer(counts);
}

/** Of a stale one nothing stands out. */
function pastOr({ isStale }: TargetState, content: HtmlPart): HtmlPart {
  return isStale ? markup`<div class="past">${content}</div>` : content;
}

function countsOf({ hosts, failing, unknowing, warned, passing }: TargetState): HostCounts {
  return {
    hosts: hosts ?? 0,
    failing: failing ?? 0,
    unknowing: unknowing ?? 0,
    warned: warned ?? 0,
    passing: passing ?? 0,
  };
}

function staleNotice({ isStale, readAt, failedAt, failedCode, failedMessage }: TargetState): Html | null {
  if (!isStale) return null;
  const why =
    failedAt === null
      ? 'It was not read of late.'
      : markup`${failedCode ?? ''}, ${timeText(failedAt)}: ${failedMessage ?? ''}.`;
  return notice(
    markup`<b class="stale">Stale</b>: what stands here is how it was at ${timeText(readAt)}; none of it counts as compliant. ${why}`,
  );
}

function clusterTable(target: number, clusters: readonly ClusterState[]): Html {
  return tableSection({
    id: 'clusters',
    title: 'Clusters',
    caption: 'Hosts by their worst verdict',
    head: ['Cluster', 'Hosts', 'Non-compliant', 'Unknown', 'Warning', 'Compliant'],
    rows: clusters.map((cluster) => [
      clusterLink(target, cluster.cluster),
      cluster.hosts,
      countPart(cluster.failing, 'fail'),
      countPart(cluster.unknowing, 'unknown'),
      countPart(cluster.warned, 'warn'),
      countPart(cluster.passing, 'pass'),
    ]),
    empty: 'No cluster was judged yet.',
  });
}

function hostTable(hosts: Paged<HostRow>, path: string, page: number): Html {
  return tableSection({
    id: 'hosts',
    title: 'Hosts',
    caption: 'Findings of each, those that fail most first',
    head: ['Host', 'Cluster', 'Release', 'Non-compliant', 'Unknown', 'Warning'],
    rows: hosts.rows.map((host) => [
      named(link(`/hosts/${host.id}`, host.name), host.model),
      host.cluster ?? '–',
      named(host.release, host.build),
      countPart(host.fail, 'fail'),
      countPart(host.unknown, 'unknown'),
      countPart(host.warn, 'warn'),
    ]),
    empty: 'No host.',
    after: pageLinks(path, page, hosts.hasMore),
  });
}
