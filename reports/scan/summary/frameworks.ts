import { answersWithAttestations } from '../../../src/evidence/attestations.ts';
import {
  CONTROL_STATUSES,
  COVERAGES,
  type ControlStatus,
  type Coverage,
  type Framework,
} from '../../../src/model/framework.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { counted } from '../../text/wrap.ts';
import { findingsByHost } from '../order.ts';

/** What a framework comes to on the hosts that it is for. */
export interface FrameworkSummary {
  readonly framework: Framework;
  /** Hosts of its releases, and those whose version was not read. */
  readonly hosts: number;
  /** Hosts by status, for each control in the framework's order. */
  readonly controls: readonly Readonly<Record<ControlStatus, number>>[];
  /** The same over all controls. */
  readonly statuses: Readonly<Record<ControlStatus, number>>;
  /** Hosts on which a person's word is the answer, for each control in the framework's order. */
  readonly attested: readonly number[];
}

/** One for each framework that was chosen; none where none was. */
export function frameworkSummaries(scan: Scan): readonly FrameworkSummary[] {
  const { frameworks = [], attestations = [] } = scan;
  if (frameworks.length === 0) return [];
  const byHost = findingsByHost(scan);
  return frameworks.map((framework) => {
    const judged = scan.hosts.flatMap((host) => {
      const findings = byHost.get(host.id) ?? [];
      if (!findings.some((finding) => isFor(framework, finding))) return [];
      return [answersWithAttestations(framework, host, findings, attestations)];
    });
    const controls = framework.controls.map((_, index) =>
      countsOf(judged.map((answers) => answers[index]?.status ?? 'not_reviewed')),
    );
    const attested = framework.controls.map(
      (_, index) => judged.filter((answers) => answers[index]?.attested?.effect === 'answers').length,
    );
    return { framework, hosts: judged.length, controls, statuses: summed(controls), attested };
  });
}

/** Whether the host is of its releases, or may be. */
function isFor({ name }: Framework, { evidence, verdict }: Finding): boolean {
  if (evidence === undefined) return false;
  return evidence.framework === null ? verdict === 'unknown' : evidence.framework === name;
}

function countsOf(statuses: readonly ControlStatus[]): Record<ControlStatus, number> {
  const counts: Record<ControlStatus, number> = { open: 0, not_reviewed: 0, not_applicable: 0, not_a_finding: 0 };
  for (const status of statuses) counts[status] += 1;
  return counts;
}

function summed(all: readonly Readonly<Record<ControlStatus, number>>[]): Record<ControlStatus, number> {
  const sum = countsOf([]);
  for (const counts of all) for (const status of CONTROL_STATUSES) sum[status] += counts[status];
  return sum;
}

export const COVERAGE_WORDS: Readonly<Record<Coverage, string>> = {
  rule: 'by rules',
  partly: 'partly',
  manual: 'manual',
  unreadable: 'not readable',
};

/** `76 controls: 60 by rules, 8 partly, 6 manual, 2 not readable` */
export function coverageText({ controls }: Framework): string {
  const parts = COVERAGES.flatMap((coverage) => {
    const count = controls.filter((control) => control.coverage === coverage).length;
    return count === 0 ? [] : [`${count} ${COVERAGE_WORDS[coverage]}`];
  });
  return `${counted(controls.length, 'control')}: ${parts.join(', ')}`;
}

const STATUS_WORDS: Readonly<Record<ControlStatus, string>> = {
  open: 'open',
  not_reviewed: 'not reviewed',
  not_applicable: 'not applicable',
  not_a_finding: 'not a finding',
};

/** `on 5 hosts: 120 open, 60 not reviewed, 200 not a finding (5 attested by people, not read)` */
export function statusesText({ hosts, statuses, attested }: FrameworkSummary): string {
  if (hosts === 0) return 'for no host of the scan';
  const parts = CONTROL_STATUSES.flatMap((status) =>
    statuses[status] === 0 ? [] : [`${statuses[status]} ${STATUS_WORDS[status]}`],
  );
  const byPeople = attested.reduce((sum, count) => sum + count, 0);
  const ofThem = byPeople === 0 ? '' : ` (${byPeople} attested by people, not read)`;
  return `on ${counted(hosts, 'host')}: ${parts.join(', ')}${ofThem}`;
}
