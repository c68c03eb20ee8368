import type { Scan } from '../../model/scan.ts';

/** Findings of one rule in one cluster that have one verdict; hosts in no cluster are in ''. */
export interface TallyRow {
  readonly cluster: string;
  readonly rule: string;
  readonly verdict: string;
  count: number;
}

/** Counts findings by cluster, rule and verdict. Pure. */
export function tallyOf({ hosts, findings }: Pick<Scan, 'hosts' | 'findings'>): readonly TallyRow[] {
  const clusters = new Map(hosts.map(({ id, cluster }) => [id, cluster ?? '']));
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
  for (const { cluster } of hosts) places.set(cluster ?? '', (places.get(cluster ?? '') ?? 0) + 1);
  return places;
}
