import { type Verdict, VERDICTS } from '../../../src/model/finding.ts';
import { type Html, markup } from '../../html/document.ts';
import { counted } from '../../text/wrap.ts';
import { addressOf } from './address.ts';
import { OPEN_VERDICTS, ordinaryRules, type Page, type PageSection, type RuleSummary } from './page.ts';

type Counts = Record<Verdict, number>;

/** What stands after a number, so that it is told without its colour. */
const MARKS = { fail: '', unknown: '?', warn: '!', waived: 'w' } as const;

const SHOWN = [...OPEN_VERDICTS, 'waived'] as const;

/** Rows and columns that go on paper. */
const ON_PAPER = 24;

/** All clusters by the rules that not everybody passes; a number leads to its hosts in the table. */
export const heatMapSection: PageSection = {
  id: 'heat',
  title: 'Clusters by rule',
  content: (page) => {
    const all = ordinaryRules(page);
    const rules = all.filter(({ counts }) => SHOWN.some((verdict) => counts[verdict] > 0));
    if (rules.length === 0) return null;
    const calm = all.length - rules.length;
    const advisories = page.rules.length - all.length;
    const rows = clusterRows(page, rules);
    return markup`<p class="small legend">
        <span class="f1">12</span> non-compliant hosts, stronger for a larger share of the cluster ·
        <span class="u">3?</span> unknown · <span class="w">2!</span> warning · <span class="k">1w</span> waived ·
        <span class="p">✓</span> compliant · blank: does not apply. A number leads to its hosts; arrow keys move from number to
        number.${calm === 0 ? null : ` ${counted(calm, 'rule')} without any of them left out.`}${advisories === 0 ? null : ' Advisories stand under Exposure.'}
      </p>
    <div class="scroll" id="heat-scroll" tabindex="0" role="region" aria-labelledby="heat-title"><table class="heat" aria-label="Hosts by cluster and rule">
      <thead><tr><th scope="col">Cluster</th>${rules.map(ruleHead)}</tr></thead>
      <tbody>${rows.map((row) => clusterRow(row, rules))}</tbody>
    </table></div>
    ${paperNote(rows.length, rules.length)}`;
  },
};

function paperNote(clusters: number, rules: number): Html | null {
  if (clusters <= ON_PAPER && rules <= ON_PAPER) return null;
  return markup`<p class="paper">The worst on paper; all ${counted(clusters, 'cluster')} and ${counted(rules, 'rule')} in the file.</p>`;
}

function ruleHead({ rule, index }: RuleSummary): Html {
  const [, ...name] = rule.id.split('/');
  return markup`<th scope="col"><a href="#r${index}" title="${rule.title}">${name.join('/') || rule.id}</a></th>`;
}

interface ClusterRow {
  readonly index: number;
  readonly name: string | null;
  readonly byRule: ReadonlyMap<string, Counts>;
  readonly failing: number;
  readonly unknown: number;
}

/** The most failures first; among equals the order of the scan. One pass over the findings. */
function clusterRows({ scan, clusters }: Page, rules: readonly RuleSummary[]): readonly ClusterRow[] {
  const drawn = new Set(rules.map(({ rule }) => rule.id));
  const clusterOf = new Map(scan.hosts.map(({ id, cluster }) => [id, cluster]));
  const cells = new Map(clusters.map((name) => [name, new Map<string, Counts>()]));
  for (const { host, rule, verdict } of scan.findings) {
    if (!drawn.has(rule)) continue;
    const byRule = cells.get(clusterOf.get(host) ?? null);
    const counts = byRule?.get(rule) ?? emptyCounts();
    byRule?.set(rule, counts);
    counts[verdict] += 1;
  }
  return clusters
    .map((name, index) => {
      const byRule = cells.get(name) ?? new Map<string, Counts>();
      return { index, name, byRule, failing: sumOf(byRule, 'fail'), unknown: sumOf(byRule, 'unknown') };
    })
    .toSorted((one, other) => other.failing - one.failing || other.unknown - one.unknown);
}

function emptyCounts(): Counts {
  return { fail: 0, unknown: 0, warn: 0, waived: 0, pass: 0, 'not-applicable': 0 };
}

function sumOf(byRule: ReadonlyMap<string, Counts>, verdict: Verdict): number {
  return [...byRule.values()].reduce((sum, counts) => sum + counts[verdict], 0);
}

function clusterRow({ index, name, byRule }: ClusterRow, rules: readonly RuleSummary[]): Html {
  const cells = rules.map((summary) => heatCell(byRule.get(summary.rule.id), index, summary.index));
  return markup`<tr><th scope="row"><a href="${addressOf({ cluster: index })}">${name ?? 'no cluster'}</a></th>${cells}</tr>
`;
}

/** Short, since there may be tens of thousands of them. */
function heatCell(counts: Counts | undefined, cluster: number, rule: number): Html {
  const judged =
    counts === undefined ? 0 : VERDICTS.reduce((sum, verdict) => sum + counts[verdict], -counts['not-applicable']);
  if (counts === undefined || judged === 0) return markup`<td></td>`;
  const open = SHOWN.filter((verdict) => counts[verdict] > 0);
  const [worst] = open;
  if (worst === undefined) return markup`<td class="p">✓</td>`;
  const links = open.map(
    (verdict) =>
      markup`<a href="${addressOf({ cluster, rule, verdict: VERDICTS.indexOf(verdict) })}">${counts[verdict]}${MARKS[verdict]}</a>`,
  );
  return markup`<td class="${shadeOf(worst, counts[worst] / judged)}">${links}</td>`;
}

const CLASSES = { unknown: 'u', warn: 'w', waived: 'k' } as const;

/** Failures in four shades by their share. */
function shadeOf(verdict: (typeof SHOWN)[number], share: number): string {
  return verdict === 'fail' ? `f${Math.min(4, Math.max(1, Math.ceil(share * 4)))}` : CLASSES[verdict];
}
