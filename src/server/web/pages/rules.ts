import { type Html, type HtmlPart, markup } from '../../../../reports/html/document.ts';
import type { Rule, RuleHost, RuleState } from '../../queries/rules.ts';
import type { Paged } from '../../queries/view.ts';
import type { PageContent } from './layout.ts';
import {
  clusterLink,
  counted,
  countPart,
  link,
  named,
  number,
  pageLinks,
  saidPart,
  tableSection,
  timePart,
  verdictPart,
  verdictWord,
} from './parts.ts';

interface Words {
  readonly title: string;
  readonly empty: string;
  readonly after?: HtmlPart;
}

/** Rules with how many hosts stand how to each. */
export function ruleTable(rules: readonly RuleState[], { title, empty, after = null }: Words): Html {
  return tableSection({
    id: 'rules',
    title,
    caption: 'Hosts by verdict; hosts of stale vCenters are apart',
    head: ['Rule', 'Severity', 'Non-compliant', 'Unknown', 'Warning', 'Waived', 'Compliant', 'Stale'],
    rows: rules.map((rule) => [
      named(link(`/rules/${rule.id}`, rule.title), rule.name),
      markup`<span class="severity ${rule.severity}">${rule.severity}</span>`,
      countPart(rule.fail, 'fail'),
      countPart(rule.unknown, 'unknown'),
      countPart(rule.warn, 'warn'),
      countPart(rule.waived, 'waived'),
      countPart(rule.pass, 'pass'),
      countPart(rule.stale, 'stale'),
    ]),
    empty,
    after,
  });
}

export function rulesPage(rules: readonly RuleState[]): PageContent {
  const failing = rules.filter(({ fail }) => fail > 0).length;
  return {
    title: `${failing} of ${counted(rules.length, 'rule')} ${failing === 1 ? 'fails' : 'fail'} on some host`,
    place: 'Rules',
    content: ruleTable(rules, { title: 'Rules', empty: 'Nothing was judged yet that you may see.' }),
  };
}

/** Advisories alone: which hosts are open to what. */
export function exposurePage(rules: readonly RuleState[]): PageContent {
  const open = rules.filter(({ fail }) => fail > 0).length;
  return {
    title: `Hosts are open to ${open} of ${counted(rules.length, 'group of advisories', 'groups of advisories')}`,
    place: 'Exposure: non-compliant hosts lack the fix',
    content: ruleTable(rules, {
      title: 'Advisories',
      empty: 'No advisory was judged at the sites whose exposure you may see.',
    }),
  };
}

const VERDICTS = ['fail', 'unknown', 'stale', 'warn', 'waived', 'pass', 'not-applicable'] as const;

interface RuleView {
  readonly rule: Rule;
  readonly state: RuleState | null;
  readonly verdict: string;
  readonly hosts: Paged<RuleHost>;
  readonly page: number;
}

/** One rule, and the hosts that stand to it in one way. */
export function rulePage({ rule, state, verdict, hosts, page }: RuleView): PageContent {
  return {
    title: rule.title,
    place: markup`${link('/rules', 'Rules')} · ${rule.name} · ${rule.severity}`,
    lead: state === null ? null : ruleNumbers(state),
    content: tableSection({
      id: 'hosts',
      title: `Hosts: ${verdictWord(verdict)}`,
      caption:
        verdict === 'stale'
          ? 'By name; what was found when they were last read'
          : 'By name; those of stale vCenters are apart',
      head: ['Host', 'vCenter', 'Cluster', verdict === 'stale' ? 'Verdict then' : 'Verdict', 'Since', 'What was found'],
      rows: hosts.rows.map((host) => [
        link(`/hosts/${host.host}`, host.name),
        targetPart(host),
        clusterLink(host.target, host.cluster),
        verdictPart(host.verdict),
        timePart(host.since),
        saidPart(host.message),
      ]),
      empty: 'No host.',
      before: tabs(rule.id, verdict),
      after: pageLinks(`/rules/${rule.id}?verdict=${verdict}`, page, hosts.hasMore),
    }),
  };
}

function ruleNumbers(state: RuleState): Html {
  return markup`<ul class="numbers">
    ${number(state.fail, 'fail', 'Non-compliant', 'hosts')}${number(state.unknown, 'unknown', 'Unknown', 'hosts')}
    ${number(state.stale, 'stale', 'Stale', 'hosts of vCenters not read of late')}${number(state.waived, 'waived', 'Waived', 'hosts')}
    ${number(state.pass, 'pass', 'Compliant', 'hosts')}
  </ul>`;
}

function tabs(rule: number, current: string): Html {
  const items = VERDICTS.map((verdict) => {
    const href = `/rules/${rule}?verdict=${verdict}`;
    return markup`<li>${verdict === current ? markup`<a href="${href}" aria-current="page">${verdictWord(verdict)}</a>` : link(href, verdictWord(verdict))}</li>`;
  });
  return markup`<ul class="tabs" aria-label="Verdicts">${items}</ul>`;
}

/** Where a host is from, and whether that is still known to hold. */
export function targetPart({
  target,
  targetName,
  site,
  isStale,
}: Pick<RuleHost, 'target' | 'targetName' | 'site' | 'isStale'>): Html {
  const below = isStale ? markup`${site} · <b class="stale">stale</b>` : site;
  return named(link(`/vcenters/${target}`, targetName), below);
}
