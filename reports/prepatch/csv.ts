import type { HostReadiness, PrepatchReport } from '../../src/model/readiness.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText, HOST_COLUMNS } from '../csv/write.ts';

/** A row a host, in the order of the scan; rules of one cell are apart by a blank. */
export const csv: Reporter<PrepatchReport> = {
  name: 'csv',
  description: 'One row a host, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ hosts }) => csvText(COLUMNS, hosts),
};

const COLUMNS: readonly CsvColumn<HostReadiness>[] = [
  ...HOST_COLUMNS.map(({ name, valueOf }) => ({ name, valueOf: ({ host }: HostReadiness) => valueOf(host) })),
  { name: 'answer', valueOf: ({ answer }) => answer },
  { name: 'as_of', valueOf: ({ asOf }) => asOf },
  { name: 'undertaking', valueOf: ({ undertaking }) => undertaking },
  { name: 'checked', valueOf: ({ checked }) => checked },
  { name: 'blockers', valueOf: ({ blockers }) => rulesIn(blockers) },
  { name: 'unknown', valueOf: ({ unread }) => rulesIn(unread) },
  { name: 'not_checkable', valueOf: ({ notCheckable }) => notCheckable.join(' ') },
  { name: 'waived', valueOf: ({ waived }) => rulesIn(waived) },
  { name: 'notes', valueOf: ({ notes }) => rulesIn(notes) },
  { name: 'target_release', valueOf: ({ targetRelease }) => targetRelease?.name ?? null },
  { name: 'why', valueOf: ({ blockers, unread }) => [...blockers, ...unread].map(({ message }) => message).join(' ') },
];

function rulesIn(findings: readonly { readonly rule: string }[]): string {
  return findings.map(({ rule }) => rule).join(' ');
}
