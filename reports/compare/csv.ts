import type { Comparison, Difference, NotKnown } from '../../src/model/comparison.ts';
import type { Host } from '../../src/model/host.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';

/** A row a host and item: what differs, what is not known, and what was left out with its reason. */
export const csv: Reporter<Comparison> = {
  name: 'csv',
  description: 'One row a host and difference, for spreadsheets.',
  extensions: ['.csv'],
  render: (comparison) => csvText(COLUMNS, rowsOf(comparison)),
};

interface Row {
  readonly host: Host;
  readonly reference: Host;
  readonly result: string;
  readonly item: Partial<Omit<Difference, 'key'>> & Pick<NotKnown, 'part' | 'key'>;
  readonly reason: string | null;
}

const COLUMNS: readonly CsvColumn<Row>[] = [
  { name: 'host', valueOf: ({ host }) => host.name },
  { name: 'target', valueOf: ({ host }) => host.target },
  { name: 'cluster', valueOf: ({ host }) => host.cluster },
  { name: 'host_id', valueOf: ({ host }) => host.id },
  { name: 'uuid', valueOf: ({ host }) => host.uuid },
  { name: 'result', valueOf: ({ result }) => result },
  { name: 'part', valueOf: ({ item }) => item.part },
  { name: 'key', valueOf: ({ item }) => item.key },
  { name: 'member', valueOf: ({ item }) => item.member ?? null },
  { name: 'value', valueOf: ({ item }) => item.value ?? null },
  { name: 'reference_value', valueOf: ({ item }) => item.reference ?? null },
  { name: 'reason', valueOf: ({ reason }) => reason },
  { name: 'reference', valueOf: ({ reference }) => reference.name },
];

function* rowsOf({ hosts, reference, differences, notKnown, leftOut }: Comparison): Iterable<Row> {
  const byId = new Map(hosts.map(({ host }) => [host.id, host] as const));
  const rows = [
    ...differences.map((item) => ({ item, result: item.kind, reason: null })),
    ...notKnown.map((item) => ({
      item,
      result: 'not-known',
      reason: `${item.side} ${item.code}: ${item.detail}`,
    })),
    ...leftOut.map((item) => ({ item, result: 'left-out', reason: item.reason })),
  ];
  for (const { item, ...row } of rows) {
    for (const id of item.hosts) {
      const host = byId.get(id);
      if (host !== undefined) yield { host, reference: reference.host, item, ...row };
    }
  }
}
