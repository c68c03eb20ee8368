import type { Finding, Horizons } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { VERDICT_WORDS } from '../../text/verdict-words.ts';
import { type Interval, isWhole } from './compliance.ts';
import { outlookAt } from './standings.ts';

/** Hosts by their worst finding at one point in time; what no rule judges is in none of them. */
export const PARTS = ['nonCompliant', 'unknown', 'waived', 'warning', 'compliant'] as const;
export type Part = (typeof PARTS)[number];

/** What people read for a part; the words of the verdicts. */
export const PART_WORDS: Readonly<Record<Part, string>> = {
  nonCompliant: VERDICT_WORDS.fail,
  unknown: VERDICT_WORDS.unknown,
  waived: VERDICT_WORDS.waived,
  warning: VERDICT_WORDS.warn,
  compliant: VERDICT_WORDS.pass,
};

export interface HorizonCompliance {
  readonly parts: Readonly<Record<Part, number>>;
  /** A risk at the patch is possible, and never proven. */
  readonly hosts: Interval;
  readonly checks: Interval;
}

export interface ComplianceByHorizon {
  readonly now: HorizonCompliance;
  readonly nextBoot: HorizonCompliance;
  /** Null where no patch was asked about. */
  readonly nextPatch: HorizonCompliance | null;
}

/** How one finding stands, worst first: `noted` is a failure of a rule that only warns. */
const GRADES = ['fail', 'unknown', 'waived', 'risk', 'noted', 'pass'] as const;
type Grade = (typeof GRADES)[number];

type Judged = Pick<Scan, 'findings' | 'targetRelease' | 'targets'>;

/** Hosts and checks as they stand now, after a reboot and after the patch; hosts of a target that could not be reached are in none. */
export function complianceByHorizon(scan: Judged): ComplianceByHorizon {
  return {
    now: complianceAt(scan, 'now'),
    nextBoot: complianceAt(scan, 'nextBoot'),
    nextPatch: scan.targetRelease === null ? null : complianceAt(scan, 'nextPatch'),
  };
}

function complianceAt({ findings, targets }: Judged, horizon: keyof Horizons): HorizonCompliance {
  const worst = new Map<string, number>();
  const checks = tally();
  for (const finding of findings) {
    const grade = gradeAt(finding, horizon);
    if (grade === null) continue;
    checks[grade] += 1;
    const rank = GRADES.indexOf(grade);
    worst.set(finding.host, Math.min(rank, worst.get(finding.host) ?? rank));
  }
  const hosts = tally();
  for (const rank of worst.values()) hosts[GRADES[rank] ?? 'fail'] += 1;
  const whole = isWhole({ targets });
  return {
    parts: partsOf(hosts),
    hosts: { ...hostInterval(hosts), whole },
    checks: { ...checkInterval(checks), whole },
  };
}

type Shares = Omit<Interval, 'whole'>;

function tally(): Record<Grade, number> {
  return { fail: 0, unknown: 0, waived: 0, risk: 0, noted: 0, pass: 0 };
}

function gradeAt(finding: Finding, horizon: keyof Horizons): Grade | null {
  const { verdict } = finding;
  if (verdict === 'not-applicable') return null;
  if (verdict === 'waived') return 'waived';
  const outlook = outlookAt(finding, horizon);
  if (outlook === 'fail') return verdict === 'warn' ? 'noted' : 'fail';
  // What a workaround keeps from harm is not proven right.
  if (outlook === 'mitigated') return 'risk';
  return outlook ?? 'unknown';
}

function partsOf({ fail, unknown, waived, risk, noted, pass }: Record<Grade, number>): Record<Part, number> {
  return { nonCompliant: fail, unknown, waived, warning: risk + noted, compliant: pass };
}

/** A rule that only warns keeps no host from being compliant, as in the compliance of the whole scan. */
function hostInterval({ fail, unknown, waived, risk, noted, pass }: Record<Grade, number>): Shares {
  const proven = pass + noted;
  return { proven, possible: proven + unknown + risk, all: proven + unknown + risk + fail + waived };
}

function checkInterval({ fail, unknown, waived, risk, noted, pass }: Record<Grade, number>): Shares {
  return { proven: pass, possible: pass + unknown + risk, all: pass + unknown + risk + noted + fail + waived };
}
