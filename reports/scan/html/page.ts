import type { Finding, Verdict } from '../../../src/model/finding.ts';
import { SEVERITIES, type Severity } from '../../../src/model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';
import type { Html } from '../../html/document.ts';
import { folderText, labelTexts } from '../../text/host-labels.ts';
import { type Action, actionsOf } from '../summary/actions.ts';
import { type Compliance, complianceOf } from '../summary/compliance.ts';
import { type RuleRow, ruleRowsOf, ruleTalliesOf } from '../summary/rule-rows.ts';
import { TextPlaces } from './text-places.ts';

/** What the sections of the page share, reckoned once. Hosts, rules and clusters go by their index: no address holds a name. */
export interface Page {
  readonly scan: Scan;
  readonly compliance: Compliance;
  readonly actions: readonly Action[];
  /** The worst first; the index of a rule in the scan is what addresses hold. */
  readonly rules: readonly RuleSummary[];
  /** Names of clusters in the order of hosts; null for hosts without one. */
  readonly clusters: readonly (string | null)[];
  /** Folders and labels that the table can be narrowed to, in the order of hosts. */
  readonly folders: readonly string[];
  readonly labels: readonly string[];
  readonly hostIndex: ReadonlyMap<string, number>;
  /** Texts that addresses of the page and the data of its script go by. */
  readonly texts: TextPlaces;
}

/** A part of the page under its own heading. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  /** Null where this scan has nothing to say in it. */
  readonly content: (page: Page) => Html | null;
}

/** One rule over all hosts. */
export interface RuleSummary {
  readonly rule: RuleReport;
  readonly index: number;
  /** The worst that a finding which is no pass has, else the rule's own. */
  readonly severity: Severity;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** A row for each verdict (and severity) that somebody has to look at. */
  readonly rows: readonly RuleRow[];
}

/** Verdicts that ask for somebody's eyes, worst first. */
export const OPEN_VERDICTS = ['fail', 'unknown', 'warn'] as const satisfies readonly Verdict[];

export function pageOf(scan: Scan): Page {
  return {
    scan,
    compliance: complianceOf(scan),
    actions: actionsOf(scan),
    rules: ruleSummaries(scan),
    clusters: [...new Set(scan.hosts.map(({ cluster }) => cluster))],
    folders: [...new Set(scan.hosts.map(folderText))],
    labels: [...new Set(scan.hosts.flatMap(labelsOf))],
    hostIndex: new Map(scan.hosts.map(({ id }, index) => [id, index])),
    texts: new TextPlaces(),
  };
}

/** Tags and custom attributes of a host, as texts. */
export function labelsOf(host: ScannedHost): readonly string[] {
  const { tags, attributes } = labelTexts(host);
  return [...(tags ?? []), ...(attributes ?? [])];
}

/** Rules that are of no advisory: those are many, and have a section of their own. */
export function ordinaryRules({ rules }: Page): readonly RuleSummary[] {
  return rules.filter(({ rule }) => rule.advisory === undefined);
}

function ruleSummaries(scan: Scan): readonly RuleSummary[] {
  const rows = rowsByRule(scan);
  return ruleTalliesOf(scan)
    .map(({ rule, counts }, index) => {
      const open = rows.get(rule.id) ?? [];
      const severity = SEVERITIES.find((one) => open.some((row) => row.severity === one)) ?? rule.severity;
      return { rule, index, severity, counts, rows: open };
    })
    .toSorted(
      (one, other) => calm(one) - calm(other) || rankOf(one) - rankOf(other) || other.counts.fail - one.counts.fail,
    );
}

/** What passes everywhere comes last, however severe it is. */
function calm({ rows }: RuleSummary): number {
  return rows.length === 0 ? 1 : 0;
}

function rankOf({ severity }: RuleSummary): number {
  return SEVERITIES.indexOf(severity);
}

function isOpen(verdict: Finding['verdict']): boolean {
  return OPEN_VERDICTS.some((open) => open === verdict);
}

/** Of what somebody has to look at. */
function rowsByRule(scan: Scan): ReadonlyMap<string, readonly RuleRow[]> {
  const byRule = new Map<string, RuleRow[]>();
  const findings = scan.findings.filter(({ verdict }) => isOpen(verdict));
  for (const row of ruleRowsOf({ ...scan, findings })) {
    const rows = byRule.get(row.rule.id) ?? [];
    byRule.set(row.rule.id, rows);
    rows.push(row);
  }
  return byRule;
}
