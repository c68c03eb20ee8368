import type { Finding } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';

/** Findings by the id of their host, in the scan's order of hosts; a host without any is there too. */
export function findingsByHost({
  hosts,
  findings,
}: Pick<Scan, 'hosts' | 'findings'>): ReadonlyMap<string, readonly Finding[]> {
  const byHost = new Map<string, Finding[]>(hosts.map(({ id }) => [id, []]));
  for (const finding of findings) byHost.get(finding.host)?.push(finding);
  return byHost;
}
