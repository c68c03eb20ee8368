import type { ExposureStatus } from '../model/advisory.ts';
import type { Finding, Outlook } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';

/**
 * What findings of advisories in a saved scan say against themselves, in a sentence; null where nothing. No scan is written so:
 * whoever changed one by hand must not get a host called fixed by it.
 */
export function exposureNonsense({ rules, findings }: Pick<Scan, 'rules' | 'findings'>): string | null {
  const advisories = new Set(rules.flatMap(({ id, advisory }) => (advisory === undefined ? [] : [id])));
  for (const finding of findings) {
    const said = nonsenseOf(finding, advisories);
    if (said !== null) return `A finding of ${JSON.stringify(finding.rule.slice(0, MOST_OF_A_NAME))} ${said}.`;
  }
  return null;
}

const MOST_OF_A_NAME = 80;

/** What a host that stands so can come out as right now. */
const OUTLOOKS: Readonly<Record<ExposureStatus, readonly Outlook[]>> = {
  affected: ['fail', 'mitigated'],
  unknown: ['unknown'],
  fixed: ['pass'],
  'not-affected': ['pass'],
};

function nonsenseOf(finding: Finding, advisories: ReadonlySet<string>): string | null {
  const { rule, verdict, waived, horizons, exposure } = finding;
  if (exposure === undefined) {
    const isJudged = verdict !== 'not-applicable' && verdict !== 'waived';
    return isJudged && advisories.has(rule) ? 'does not tell how the host stands to the advisory of its rule' : null;
  }
  const { status, mitigated, overdue } = exposure;
  if (!advisories.has(rule)) return 'tells of an advisory, and its rule is of none';
  if (!OUTLOOKS[status].includes(horizons.now))
    return `calls the host ${status}, and ${horizons.now ?? 'nothing'} right now`;
  if (mitigated !== (horizons.now === 'mitigated')) return 'tells otherwise of a workaround than of right now';
  if (overdue === true && status !== 'affected') return `is overdue, and calls the host ${status}`;
  // A waiver hides a verdict, and says which.
  const own = waived?.verdict ?? verdict;
  if (own === 'pass' && OUTLOOKS[status][0] !== 'pass') return `passes, and calls the host ${status}`;
  const isFixed = OUTLOOKS[status][0] === 'pass';
  return own === 'fail' && isFixed && horizons.nextBoot !== 'fail' ? `fails, and calls the host ${status}` : null;
}
