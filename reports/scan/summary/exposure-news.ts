import { turnOf } from '../advisory-changes.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { type ExposureRow, exposureSummary } from './exposure.ts';

/** An advisory that hosts are open to which were not, or not by what was known then. */
export interface NewlyOpen {
  readonly row: ExposureRow;
  readonly hosts: readonly ScannedHost[];
}

/**
 * Advisories that are open since the earlier scan, exploited ones first; none where the scan was not compared. One that the
 * earlier scan did not judge by, since the data are newer, is new on all hosts that are open to it.
 */
export function newlyOpen(scan: Scan): readonly NewlyOpen[] {
  const { since } = scan;
  const summary = since === null ? null : exposureSummary(scan);
  if (since === null || summary === null) return [];
  const added = new Set(since.onlyRulesNow ?? []);
  const opened = new Map<string, Set<string>>();
  for (const { host, changes } of since.changed) {
    for (const change of changes) {
      if (change.kind !== 'verdict' || turnOf(change) !== 'opened') continue;
      opened.set(change.rule, (opened.get(change.rule) ?? new Set()).add(host));
    }
  }
  return summary.rows.flatMap((row) => {
    const { id } = row.rule;
    const hosts = row.now.affected.filter((host) => added.has(id) || opened.get(id)?.has(host.id) === true);
    return hosts.length === 0 ? [] : [{ row, hosts }];
  });
}
