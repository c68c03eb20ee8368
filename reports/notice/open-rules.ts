import type { Finding } from '../../src/model/finding.ts';
import { SEVERITIES, type Severity } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { type RuleTally, ruleTalliesOf } from '../scan/summary/rule-rows.ts';

/** A rule that somebody has to look at. */
export interface OpenRule extends RuleTally {
  /** The worst that one of its findings has that is no pass. */
  readonly severity: Severity;
}

/** Rules with a failure, a warning or anything unknown, the most severe first, then by how many hosts fail. */
export function openRules(scan: Pick<Scan, 'rules' | 'findings'>): readonly OpenRule[] {
  const severities = new Map<string, number>();
  for (const { rule, verdict, severity } of scan.findings) {
    const rank = SEVERITIES.indexOf(severity);
    if (isOpen(verdict)) severities.set(rule, Math.min(rank, severities.get(rule) ?? rank));
  }
  return ruleTalliesOf(scan)
    .flatMap((tally) => {
      const rank = severities.get(tally.rule.id);
      return rank === undefined ? [] : [{ ...tally, severity: SEVERITIES[rank] ?? tally.rule.severity, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank || other.counts.fail - one.counts.fail);
}

function isOpen(verdict: Finding['verdict']): boolean {
  return verdict === 'fail' || verdict === 'unknown' || verdict === 'warn';
}

/** Non-compliant, unknown, with a warning, compliant. */
export function ruleCounts({ counts }: RuleTally): readonly [number, number, number, number] {
  return [counts.fail, counts.unknown, counts.warn, counts.pass];
}

/** `critical hpe/gen8-interrupt-remapping: 75 non-compliant, 3 unknown`, harmless. */
export function ruleLine(rule: OpenRule): string {
  const words = ['non-compliant', 'unknown', 'warning'];
  const said = ruleCounts(rule)
    .slice(0, words.length)
    .flatMap((count, index) => (count === 0 ? [] : [`${count} ${words[index]}`]));
  return `${rule.severity} ${escapeControlCharacters(rule.rule.id)}: ${said.join(', ')}`;
}
