import { grouped } from '../../../src/model/group-by.ts';
import type { Severity } from '../../../src/model/rule.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { worstFirst } from '../order.ts';
import { isHostWide, troubleText } from './causes.ts';

/** Hosts of which something could not be asked for a reason of their own, such as that they are away. */
export interface HostWideGroup {
  /** `unreachable (disconnected)`, harmless. */
  readonly text: string;
  readonly hosts: readonly ScannedHost[];
  /** How many rules are unknown on some of them for that reason alone. */
  readonly rules: number;
  /** The worst of what is not known of them. */
  readonly severity: Severity;
}

/** Findings that say nothing but what the state of their host says, by that state. */
export function hostWideGroups(scan: Scan): readonly HostWideGroup[] {
  const findings = scan.findings.filter(({ verdict }) => verdict === 'unknown');
  const judged = worstFirst({ ...scan, findings }).filter(({ finding, host }) => isHostWide(finding, host));
  return [...grouped(judged, ({ host }) => troubleText(host))].map(([text, same]) => ({
    text,
    hosts: [...new Map(same.map(({ host }) => [host.id, host])).values()],
    rules: new Set(same.map(({ finding }) => finding.rule)).size,
    severity: same[0].finding.severity,
  }));
}
