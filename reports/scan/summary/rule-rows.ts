import type { Finding, Verdict } from '../../../src/model/finding.ts';
import { grouped } from '../../../src/model/group-by.ts';
import { SEVERITIES, type Severity } from '../../../src/model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';
import { type Judged, placeNamer, worstFirst } from '../order.ts';
import { type Cause, causesOf, isHostWide } from './causes.ts';

/** One rule with one verdict, over all hosts that have it. */
export interface RuleRow {
  readonly rule: RuleReport;
  /** As its findings say: a rule can be harder on some hosts than on others, so that it has a row for each. */
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly hosts: readonly ScannedHost[];
  /** Of these, those that stand right now and fail after a reboot; for verdict `fail` alone. */
  readonly afterReboot: number;
  /** Clusters with how many of the hosts are in them, most first; '' for hosts without one. */
  readonly places: readonly PlaceCount[];
  /** Nothing could be asked of any of its hosts, which one line says for all rules. */
  readonly isHostWide: boolean;
  /** Why, the most frequent first: the hosts of all causes together are the hosts of the row. */
  readonly causes: readonly Cause[];
}

export interface PlaceCount {
  readonly place: string;
  readonly hosts: number;
}

/** How many hosts have which verdict by one rule; all together are the hosts of the scan. */
export interface RuleTally {
  readonly rule: RuleReport;
  readonly counts: Readonly<Record<Verdict, number>>;
}

/** Every rule and verdict that occurs, worst severity first, failures before what is not known within one. */
export function ruleRowsOf(scan: Scan): readonly RuleRow[] {
  const rules = new Map(scan.rules.map((rule) => [rule.id, rule]));
  const placeOf = placeNamer(scan);
  const same = grouped(worstFirst(scan), ({ finding }) => [finding.rule, finding.verdict, finding.severity].join('\n'));
  const rows = [...same.values()].flatMap((judged) => {
    const rule = rules.get(judged[0].finding.rule);
    return rule === undefined ? [] : [rowOf(rule, judged, placeOf)];
  });
  return rows.toSorted((one, other) => rankOf(one.severity) - rankOf(other.severity));
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function rowOf(
  rule: RuleReport,
  judged: readonly [Judged, ...Judged[]],
  placeOf: (host: ScannedHost) => string,
): RuleRow {
  const { severity, verdict } = judged[0].finding;
  const hosts = judged.map(({ host }) => host);
  return {
    rule,
    severity,
    verdict,
    hosts,
    afterReboot: judged.filter(({ finding }) => isRightUntilReboot(finding)).length,
    places: placesOf(hosts, placeOf),
    isHostWide: judged.every(({ finding, host }) => isHostWide(finding, host)),
    causes: causesOf(judged),
  };
}

function isRightUntilReboot({ verdict, state }: Finding): boolean {
  return verdict === 'fail' && state === 'regresses-on-reboot';
}

/** Clusters by how many of the hosts they hold, then by name. */
export function placesOf(hosts: readonly ScannedHost[], placeOf: (host: ScannedHost) => string): readonly PlaceCount[] {
  return [...grouped(hosts, placeOf)]
    .map(([place, held]) => ({ place, hosts: held.length }))
    .toSorted((one, other) => other.hosts - one.hosts || (one.place < other.place ? -1 : 1));
}

/** The verdicts of every rule in numbers, in the scan's order of rules. */
export function ruleTalliesOf({ rules, findings }: Pick<Scan, 'rules' | 'findings'>): readonly RuleTally[] {
  const counts = new Map(rules.map(({ id }) => [id, emptyCounts()]));
  for (const { rule, verdict } of findings) {
    const of = counts.get(rule);
    if (of !== undefined) of[verdict] += 1;
  }
  return rules.map((rule) => ({ rule, counts: counts.get(rule.id) ?? emptyCounts() }));
}

function emptyCounts(): Record<Verdict, number> {
  return { fail: 0, unknown: 0, warn: 0, waived: 0, pass: 0, 'not-applicable': 0 };
}
