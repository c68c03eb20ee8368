import type { Exposure } from '../model/advisory.ts';
import type { Finding } from '../model/finding.ts';

/** How long people gave themselves to install a fix. */
export interface GracePeriod {
  /** Days from the day on which the fix became available. */
  readonly days: number;
  /** When the hosts were read, ISO 8601. */
  readonly readAt: string;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The findings of advisories by the time that was given: a host that lacks a fix only warns until the time is over. A fault
 * without a fix, or one whose fix has no day, is not given any. Pure.
 */
export function withGracePeriod(findings: readonly Finding[], grace: GracePeriod | null): readonly Finding[] {
  return grace === null ? findings : findings.map((finding) => graced(finding, grace));
}

function graced(finding: Finding, grace: GracePeriod): Finding {
  const { exposure } = finding;
  if (exposure?.status !== 'affected') return finding;
  const due = dueDay(exposure, grace);
  const overdue = due === null || Date.parse(grace.readAt) >= Date.parse(due) + DAY;
  const judged = { ...finding, exposure: { ...exposure, overdue } };
  if (finding.verdict !== 'fail') return judged;
  if (overdue) return due === null ? judged : { ...judged, message: `${finding.message} It was due on ${due}.` };
  return { ...judged, verdict: 'warn', message: `${finding.message} It is due on ${due ?? ''}.` };
}

/** The last day on which the fix may be missing; null where there is none to install. */
function dueDay({ fixedSince }: Exposure, { days }: GracePeriod): string | null {
  if (fixedSince === null) return null;
  const moment = Date.parse(fixedSince) + days * DAY;
  return Number.isNaN(moment) ? null : new Date(moment).toISOString().slice(0, 10);
}
