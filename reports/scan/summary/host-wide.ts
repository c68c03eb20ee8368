import { grouped } from '../../../src/model/group-by.ts';
import { SEVERITIES, type Severity } from '../../../src/model/rule.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { findingsByHost } from '../order.ts';
import { isHostWide, troubleText } from './causes.ts';
import type { RuleRow } from './rule-rows.ts';

/** Hosts of which nothing could be asked, for one reason. */
export interface HostWideGroup {
  /** `unreachable (disconnected)`, harmless. */
  readonly text: string;
  readonly hosts: readonly ScannedHost[];
  /** The worst of what is not known of them. */
  readonly severity: Severity;
}

type Judged = Pick<Scan, 'hosts' | 'findings'>;

/** Hosts of which nothing could be asked, so that every rule says the same of them. */
export function hostWideHosts(scan: Judged): readonly ScannedHost[] {
  const byHost = findingsByHost(scan);
  return scan.hosts.filter((host) => byHost.get(host.id)?.some((finding) => isHostWide(finding, host)) === true);
}

/** The same by reason. */
export function hostWideGroups(scan: Judged): readonly HostWideGroup[] {
  const byHost = findingsByHost(scan);
  return [...grouped(hostWideHosts(scan), troubleText)].map(([text, hosts]) => {
    const found = hosts.flatMap((host) => (byHost.get(host.id) ?? []).filter((finding) => isHostWide(finding, host)));
    const severities = new Set(found.map(({ severity }) => severity));
    return { text, hosts, severity: SEVERITIES.find((severity) => severities.has(severity)) ?? 'info' };
  });
}

/** A row that needs no line of its own: nothing could be asked of its hosts, which one line says for all rules. */
export function isOnlyHostWide({ verdict, hosts }: RuleRow, hostWide: ReadonlySet<string>): boolean {
  return verdict === 'unknown' && hosts.every(({ id }) => hostWide.has(id));
}
