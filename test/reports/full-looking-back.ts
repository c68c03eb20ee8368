import { complianceOf } from '../../reports/trend.ts';
import { DOUBTS } from '../../src/model/erratum.ts';
import type { Audit, Difference, ScanListing, TrendListing, TrendPoint } from '../../src/model/history.ts';
import { fullScan } from './full-scan/full-scan.ts';

/** A difference with changes of every kind. */
export function fullDifference(): Difference {
  const { tool, startedAt, since, hosts } = fullScan();
  if (since === null) throw new Error('the full scan was compared');
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  return {
    tool,
    beforeAt: since.startedAt,
    afterAt: startedAt,
    found: since,
    names,
    remarks: ['The earlier scan is incomplete: vc01 was lost.'],
  };
}

/** Two scans, one of which could not ask a target. */
export function fullListingOfScans(): ScanListing {
  const { tool, startedAt, finishedAt, targets, summary } = fullScan();
  const asked = targets.map(({ url, error }, index) => ({ url, asked: error === null, complete: index > 1 }));
  const { hosts, unreachable, findings } = summary;
  const scan = { startedAt, finishedAt, judgedBy: '1.0.1', targets: asked, hosts, unreachable, findings };
  return {
    tool,
    scans: [
      { id: 2, ...scan },
      { id: 1, ...scan },
    ],
  };
}

/** A trend of everything, one of a rule in a cluster, and one of hosts in no cluster of which nothing was judged. */
export function fullTrends(): TrendListing {
  const { tool, summary } = fullScan();
  const none = { fail: 0, unknown: 0, warn: 0, waived: 0, pass: 0, 'not-applicable': 3 };
  const points: readonly TrendPoint[] = [
    { at: '2026-11-22T06:00:00.000Z', hosts: 14, complete: true, findings: { ...none, pass: 1, fail: 3 } },
    { at: '2026-11-23T06:00:00.000Z', hosts: 14, complete: true, findings: summary.findings },
  ];
  if (complianceOf({ at: '', hosts: 0, complete: true, findings: none }) !== null)
    throw new Error('nothing was judged');
  return {
    tool,
    trends: [
      { rule: null, cluster: null, points },
      { rule: 'vic/outbound-2377', cluster: 'Gen8-A', points },
      {
        rule: null,
        cluster: '',
        points: [{ at: '2026-11-23T06:00:00.000Z', hosts: 1, complete: true, findings: none }],
      },
    ],
  };
}

/** What scans may have told wrongly: on two hosts alike, and on one that was judged again. */
export function fullAudit(): Audit {
  const { tool, hosts, startedAt } = fullScan();
  const findings = hosts.slice(0, 3).map((host, index) => ({
    rule: index < 2 ? 'hpe/gen8-interrupt-remapping' : 'hardening/logs-remote',
    host: host.id,
    name: host.name,
    cluster: host.cluster,
    target: host.target,
    verdict: index < 2 ? ('not-applicable' as const) : ('pass' as const),
    doubt: DOUBTS[index < 2 ? 0 : 1]?.id ?? '',
    why: DOUBTS[index < 2 ? 0 : 1]?.why ?? '',
    scans: 2,
    firstAt: startedAt,
    lastAt: startedAt,
    since: index === 2 ? ('fail' as const) : null,
  }));
  return { tool, scansInDoubt: 2, findings };
}
