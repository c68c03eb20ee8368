import type { Finding, Horizons, Outlook } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { findingsByHost } from '../order.ts';

/** How a host stands at one point in time, by its worst finding. `warning`: a risk, or a rule that only notes is not met. */
export const STANDINGS = ['non-compliant', 'unknown', 'warning', 'compliant'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Hosts by how they stand; those that no rule judges are in none of the four. */
export type StandingCounts = Readonly<Record<Standing, number>>;

export interface Standings {
  readonly now: StandingCounts;
  readonly nextBoot: StandingCounts;
  /** Null where no patch was asked about. */
  readonly nextPatch: StandingCounts | null;
}

/** How many hosts stand how, now, after a reboot and after the patch. Hosts of a target that could not be asked are in none. */
export function standingsOf({
  hosts,
  findings,
  targetRelease,
}: Pick<Scan, 'hosts' | 'findings' | 'targetRelease'>): Standings {
  const byHost = findingsByHost({ hosts, findings });
  const count = (horizon: keyof Horizons): StandingCounts => {
    const counts = { 'non-compliant': 0, unknown: 0, warning: 0, compliant: 0 };
    for (const judged of byHost.values()) {
      const standing = standingOf(judged, horizon);
      if (standing !== null) counts[standing] += 1;
    }
    return counts;
  };
  return {
    now: count('now'),
    nextBoot: count('nextBoot'),
    nextPatch: targetRelease === null ? null : count('nextPatch'),
  };
}

/** Null where nothing that counts was judged. */
export function standingOf(findings: readonly Finding[], horizon: keyof Horizons): Standing | null {
  const standings = new Set(findings.map((finding) => standingAt(finding, horizon)));
  return STANDINGS.find((standing) => standings.has(standing)) ?? null;
}

function standingAt(finding: Finding, horizon: keyof Horizons): Standing | null {
  const { verdict } = finding;
  if (verdict === 'not-applicable' || verdict === 'waived') return null;
  const outlook = outlookAt(finding, horizon);
  if (outlook === 'fail') return verdict === 'warn' ? 'warning' : 'non-compliant';
  if (outlook === 'pass') return 'compliant';
  return outlook === 'risk' || outlook === 'mitigated' ? 'warning' : 'unknown';
}

/** A check that does not look so far ahead stands then as it stands before. */
export function outlookAt({ horizons }: Finding, horizon: keyof Horizons): Outlook {
  const { now, nextBoot, nextPatch } = horizons;
  if (horizon === 'nextPatch') return nextPatch ?? nextBoot ?? now;
  return horizon === 'nextBoot' ? (nextBoot ?? now) : now;
}
