import { clusterLabels } from '../../model/place-labels.ts';
import type { Scan } from '../../model/scan.ts';

/** Findings of one rule in one cluster that have one verdict, by its path where several have its name; hosts in no cluster are in ''. */
export interface TallyRow {
  readonly cluster: string;
  readonly rule: string;
  readonly verdict: string;
  count: number;
}

/** Counts findings by cluster, rule and verdict. Pure. */
export function tallyOf({ hosts, findings }: Pick<Scan, 'hosts' | 'findings'>): readonly TallyRow[] {
  const labelOf = clusterLabels(hosts);
  const clusters = new Map(hosts.map((host) => [host.id, labelOf(host) ?? '']));
  const rows = new Map<string, TallyRow>();
  for (const { host, rule, verdict } of findings) {
    const cluster = clusters.get(host) ?? '';
    const key = JSON.stringify([cluster, rule, verdict]);
    const row = rows.get(key) ?? { cluster, rule, verdict, count: 0 };
    rows.set(key, row);
    row.count += 1;
  }
  return [...rows.values()];
}

/** Hosts by cluster. Pure. */
export function placesOf({ hosts }: Pick<Scan, 'hosts'>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const labelOf = clusterLabels(hosts);
  for (const host of hosts) {
    const cluster = labelOf(host) ?? '';
    places.set(cluster, (places.get(cluster) ?? 0) + 1);
  }
  return places;
}
