import type { Finding } from '../../../src/model/finding.ts';
import { STATES, VERDICTS } from '../../../src/model/finding.ts';
import { SEVERITIES } from '../../../src/model/rule.ts';
import type { ScannedHost } from '../../../src/model/scan.ts';
import { type Html, markup, shown, tableOf } from '../../html/document.ts';
import { harmlessOr } from '../../text/cells.ts';
import { STATE_WORDS, VERDICT_WORDS } from '../../text/verdict-words.ts';
import { findingsByHost } from '../order.ts';
import { causeText } from '../summary/causes.ts';
import { standingOfHost } from '../summary/compliance.ts';
import { OPEN_VERDICTS, type Page, type PageSection } from './page.ts';

/** The table of hosts, which the script fills; hosts to look at for readers without scripts. */
export const hostsSection: PageSection = {
  id: 'hosts',
  title: 'Hosts',
  content: (page) => markup`${filters(page)}${staticHosts(page)}`,
};

function filters({ scan, clusters, folders, labels }: Page): Html {
  const { hosts, rules, findings } = scan;
  const settings = [...new Set(hosts.flatMap(({ kernel }) => [...kernel.keys()]))].sort();
  const [verdicts, states] = [
    new Set(findings.map(({ verdict }) => verdict)),
    new Set(findings.map(({ state }) => state)),
  ];
  const choices = [
    choice(
      'cluster',
      'Cluster',
      clusters.map((name) => name ?? 'no cluster'),
    ),
    choice('folder', 'Folder', folders),
    labels.length === 0 ? null : choice('label', 'Tag or attribute', labels),
    choice(
      'rule',
      'Rule',
      rules.map(({ id }) => id),
    ),
    choice(
      'verdict',
      'Verdict',
      VERDICTS.map((verdict) => (verdicts.has(verdict) ? VERDICT_WORDS[verdict] : null)),
    ),
    choice(
      'state',
      'State',
      STATES.map((state) => (states.has(state) ? STATE_WORDS[state] : null)),
    ),
    settings.length > 1 ? choice('setting', 'Values of', settings, false) : null,
  ];
  return markup`<div id="hosts-live" class="screen" hidden>
    <form id="filters" role="search" aria-label="Filter the hosts">
      <label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"/></label>
      ${choices}<button type="reset">Clear</button>
    </form>
    <p id="chips" aria-label="Filters that hold"></p>
    <p class="buttons"><span id="shown" role="status" aria-live="polite" tabindex="-1"></span> <button type="button" id="copy">Copy names</button> <button type="button" id="csv">Save as CSV</button></p>
    <div class="scroll">
      <table id="hosts-table">
        <caption>Hosts, the worst first; a name opens all that is known of the host</caption>
        <thead><tr></tr></thead>
        <tbody></tbody>
      </table>
    </div>
    <button type="button" id="more" hidden>Show more</button>
  </div> `;
}

/** The value of an option is its index, so that no name has to be told from "all". */
function choice(id: string, label: string, names: readonly (string | null)[], hasAll = true): Html {
  const options = names.map((name, index) =>
    name === null ? null : markup`<option value="${index}">${name}</option>`,
  );
  return markup`<label>${label} <select id="${id}">${hasAll ? markup`<option value="">all</option>` : null}${options}</select></label> `;
}

/** Enough to read; the table of hosts, CSV and JSON have them all. */
const MOST_HOSTS = 300;
const MOST_REASONS = 3;

const STANDING_RANKS = ['nonCompliant', 'unknown', 'warning', 'waived', 'compliant', 'notJudged'] as const;

/** Hosts that are not simply compliant, worst first, with the worst that was found on each. */
function staticHosts({ scan }: Page): Html {
  const byHost = findingsByHost(scan);
  const titles = new Map(scan.rules.map(({ id, title }) => [id, title]));
  const open = scan.hosts
    .map((host) => ({ host, found: openOn(byHost.get(host.id) ?? []), rank: rankOf(byHost.get(host.id) ?? []) }))
    .filter(({ found }) => found.length > 0)
    .toSorted((one, other) => one.rank - other.rank || other.found.length - one.found.length);
  const rows = open.slice(0, MOST_HOSTS).map(({ host, found }) => hostRow(host, found, titles));
  const more = open.length - rows.length;
  const head = ['Host', 'Verdict', 'Cluster', 'Worst findings'];
  return markup`<div class="static">${rows.length === 0 ? markup`<p>No host has a finding to look at.</p>` : tableOf('Hosts to look at, the worst first', head, rows)}${more > 0 ? markup`<p>${more} more are not listed here: CSV and JSON hold them all.</p>` : null}</div>`;
}

function openOn(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(({ verdict }) => OPEN_VERDICTS.some((one) => one === verdict))
    .toSorted(
      (one, other) =>
        VERDICTS.indexOf(one.verdict) - VERDICTS.indexOf(other.verdict) ||
        SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
    );
}

function rankOf(findings: readonly Finding[]): number {
  return STANDING_RANKS.indexOf(standingOfHost(findings));
}

function hostRow(
  host: ScannedHost,
  found: readonly Finding[],
  titles: ReadonlyMap<string, string>,
): readonly (Html | string)[] {
  const [worst] = found;
  const verdict = worst === undefined ? '' : VERDICT_WORDS[worst.verdict];
  const causes = [...new Set(found.map((finding) => reasonText(finding, host, titles)))];
  const more = causes.length - MOST_REASONS;
  const said = [...causes.slice(0, MOST_REASONS), ...(more > 0 ? [`${more} more`] : [])].join('; ');
  return [shown(harmlessOr(host.name, '?')), verdict, host.cluster ?? '', shown(said)];
}

/** A phrase such as `only reboot` says nothing without its rule; what a whole host says needs none. */
function reasonText(finding: Finding, host: ScannedHost, titles: ReadonlyMap<string, string>): string {
  const cause = causeText(finding, host);
  if (finding.reason !== null && finding.reason === host.trouble?.code) return cause;
  return `${VERDICT_WORDS[finding.verdict]}: ${harmlessOr(titles.get(finding.rule) ?? null, finding.rule)} (${cause})`;
}
