import type { Comparison, Difference, NotKnown } from '../../src/model/comparison.ts';
import type { Host } from '../../src/model/host.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';

/** A row a host and thing: what differs, what is not known, and what was left out with its reason. */
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
  readonly thing: Partial<Omit<Difference, 'key'>> & Pick<NotKnown, 'part' | 'key'>;
  readonly reason: string | null;
}

const COLUMNS: readonly CsvColumn<Row>[] = [
  { name: 'host', valueOf: ({ host }) => host.name },
  { name: 'target', valueOf: ({ host }) => host.target },
  { name: 'cluster', valueOf: ({ host }) => host.cluster },
  { name: 'host_id', valueOf: ({ host }) => host.id },
  { name: 'uuid', valueOf: ({ host }) => host.uuid },
  { name: 'result', valueOf: ({ result }) => result },
  { name: 'part', valueOf: ({ thing }) => thing.part },
  { name: 'key', valueOf: ({ thing }) => thing.key },
  { name: 'member', valueOf: ({ thing }) => thing.member ?? null },
  { name: 'value', valueOf: ({ thing }) => thing.value ?? null },
  { name: 'reference_value', valueOf: ({ thing }) => thing.reference ?? null },
  { name: 'reason', valueOf: ({ reason }) => reason },
  { name: 'reference', valueOf: ({ reference }) => reference.name },
];

function* rowsOf({ hosts, reference, differences, notKnown, leftOut }: Comparison): Iterable<Row> {
  const byId = new Map(hosts.map(({ host }) => [host.id, host] as const));
  const rows = [
    ...differences.map((thing) => ({ thing, result: thing.kind, reason: null })),
    ...notKnown.map((thing) => ({
      thing,
      result: 'not-known',
      reason: `${thing.side} ${thing.code}: ${thing.detail}`,
    })),
    ...leftOut.map((thing) => ({ thing, result: 'left-out', reason: thing.reason })),
  ];
  for (const { thing, ...row } of rows) {
    for (const id of thing.hosts) {
      const host = byId.get(id);
      if (host !== undefined) yield { host, reference: reference.host, thing, ...row };
    }
  }
}
