import Table from 'cli-table3';
import type { ListedSite } from '../sites.ts';

/** Sites as people read them. */
export function siteTable(sites: readonly ListedSite[]): string {
  if (sites.length === 0) return 'No site yet: esxcheck-server site add NAME\n';
  const table = new Table({
    head: ['Site', 'State', 'Targets', 'Key holds until', 'Heard'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, revoked, targets, keyExpiresAt, heardAt } of sites) {
    const state = revoked ? 'revoked' : keyExpiresAt === null ? 'not enrolled' : 'enrolled';
    table.push([name, state, String(targets), timeText(keyExpiresAt), timeText(heardAt)]);
  }
  return `${table.toString()}\n`;
}

function timeText(time: Date | null): string {
  return time === null ? '-' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
