import type { Finding, Verdict } from '../../../src/model/finding.ts';
import { isBlind, isLost, type Scan } from '../../../src/model/scan.ts';
import { findingsByHost } from '../order.ts';

/** A share that is known to lie between two counts. */
export interface Interval {
  /** Of all, those that were proven. */
  readonly proven: number;
  /** Of all, those that nothing speaks against: proven, or not read. */
  readonly possible: number;
  readonly all: number;
  /** False where hosts are missing from the scan itself, so that no share of all of them can be told. */
  readonly whole: boolean;
}

/** Hosts by their worst finding; what does not apply counts for nothing. */
export interface HostCounts {
  readonly nonCompliant: number;
  /** Nothing that was read fails, and something was not read. */
  readonly unknown: number;
  /** All was read, and a failure is accepted by a waiver. */
  readonly waived: number;
  readonly warning: number;
  readonly compliant: number;
  /** No rule applies to them. */
  readonly notJudged: number;
  readonly all: number;
}

/**
 * What a scan proves and what it leaves open. A host is compliant where nothing fails and nothing is unread; warnings do not
 * keep it from that. A check is passed by the verdict pass alone.
 */
export interface Compliance {
  readonly counts: HostCounts;
  readonly hosts: Interval;
  readonly checks: Interval;
}

export function complianceOf(scan: Pick<Scan, 'hosts' | 'findings' | 'summary' | 'targets'>): Compliance {
  const counts = hostCounts(scan);
  const { pass, unknown, fail, warn, waived } = scan.summary.findings;
  const proven = counts.compliant + counts.warning;
  const whole = isWhole(scan);
  return {
    counts,
    hosts: { proven, possible: proven + counts.unknown, all: counts.all - counts.notJudged, whole },
    checks: { proven: pass, possible: pass + unknown, all: pass + unknown + fail + warn + waived, whole },
  };
}

/** Whether every target was asked, and to the end. */
export function isWhole({ targets }: Pick<Scan, 'targets'>): boolean {
  return !targets.some((target) => isBlind(target) || isLost(target));
}

function hostCounts(scan: Pick<Scan, 'hosts' | 'findings'>): HostCounts {
  const counts = { nonCompliant: 0, unknown: 0, waived: 0, warning: 0, compliant: 0, notJudged: 0 };
  for (const findings of findingsByHost(scan).values()) counts[standingOfHost(findings)] += 1;
  return { ...counts, all: scan.hosts.length };
}

const STANDING_BY_VERDICT: readonly (readonly [Verdict, Exclude<keyof HostCounts, 'all'>])[] = [
  ['fail', 'nonCompliant'],
  ['unknown', 'unknown'],
  ['waived', 'waived'],
  ['warn', 'warning'],
  ['pass', 'compliant'],
];

/** How one host stands by its worst finding. */
export function standingOfHost(findings: readonly Finding[]): Exclude<keyof HostCounts, 'all'> {
  const verdicts = new Set(findings.map(({ verdict }) => verdict));
  return STANDING_BY_VERDICT.find(([verdict]) => verdicts.has(verdict))?.[1] ?? 'notJudged';
}

/** `0.0 %`, never rounded to all or nothing: 799 of 800 is 99.8 %, and 1 of 5000 is 0.1 %. */
function shareText(count: number, all: number): string {
  if (all === 0) return '-';
  const thousandths = (count * 1000) / all;
  const kept = count === all ? 1000 : count === 0 ? 0 : Math.min(999, Math.max(1, Math.floor(thousandths)));
  return `${(kept / 10).toFixed(1)} %`;
}

/** `81.2 %`, `81.2 % proven, 83.9 % possible` where something was not read, `not known` where hosts are missing. */
export function intervalText({ proven, possible, all, whole }: Interval): string {
  if (!whole) return 'not known';
  const [from, to] = [shareText(proven, all), shareText(possible, all)];
  return from === to && proven === possible ? from : `${from} proven, ${to} possible`;
}
