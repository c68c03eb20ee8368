import { type Html, type HtmlPart, markup } from '../../../../reports/html/document.ts';
import type { FoundHost, HostDetail, HostEvent, HostFinding } from '../../queries/hosts.ts';
import type { Paged } from '../../queries/view.ts';
import type { PageContent } from './layout.ts';
import {
  clusterLink,
  counted,
  link,
  named,
  notice,
  number,
  pageLinks,
  saidPart,
  tableSection,
  timePart,
  timeText,
  verdictPart,
} from './parts.ts';
import { targetPart } from './rules.ts';

interface HostView {
  readonly host: HostDetail;
  readonly findings: readonly HostFinding[];
  readonly events: Paged<HostEvent>;
  readonly page: number;
  /** The day of the past that the findings are of; null: now. */
  readonly day: string | null;
}

/** One host: how it stands to every rule, and how that came about. */
export function hostPage({ host, findings, events, page, day }: HostView): PageContent {
  const count = (verdict: string): number => findings.filter((finding) => finding.verdict === verdict).length;
  const fails = count('fail');
  const stands = fails === 0 ? 'fails no rule' : `fails ${counted(fails, 'rule')}`;
  const isOver = day === null && (host.isStale || host.goneAt !== null);
  return {
    title: `${host.name} ${isOver ? `${stands.replace('fails', 'failed')} when last read` : `${stands}${day === null ? '' : ` on ${day}`}`}`,
    place: placeOf(host),
    lead: [
      markup`<ul class="numbers${isOver ? ' past' : ''}">
        ${number(fails, 'fail', 'Non-compliant', 'rules')}${number(count('unknown'), 'unknown', 'Unknown', 'rules')}
        ${number(count('warn'), 'warn', 'Warning', 'rules')}${number(count('waived'), 'waived', 'Waived', 'rules')}
        ${number(count('pass'), 'pass', 'Compliant', 'rules')}
      </ul>`,
      pastNotice(host, day),
    ],
    content: [findingTable(findings, day), timeline(host.id, events, page), dayForm(host.id)],
  };
}

function placeOf({ target, targetName, site, cluster, model, release, build, lastSeen }: HostDetail): Html {
  return markup`${link('/', 'Estate')} · ${link(`/vcenters/${target}`, targetName)} · ${site} · ${clusterLink(target, cluster)}<br />${[model, release, build].filter((part) => part !== null).join(' · ')} · last seen ${timeText(lastSeen)}`;
}

function pastNotice({ id, isStale, goneAt, readAt }: HostDetail, day: string | null): Html | null {
  if (day !== null) return notice(markup`What was told at the end of ${day}. ${link(`/hosts/${id}`, 'Now')}`);
  if (goneAt !== null)
    return notice(markup`<b class="stale">Gone</b>: its vCenter did not list it at ${timeText(goneAt)}.`);
  if (!isStale) return null;
  return notice(
    markup`<b class="stale">Stale</b>: its vCenter was last read at ${timeText(readAt)}; whether this still holds is not known.`,
  );
}

function findingTable(findings: readonly HostFinding[], day: string | null): Html {
  return tableSection({
    id: 'findings',
    title: day === null ? 'Findings' : `Findings on ${day}`,
    caption: 'Worst first',
    head: ['Rule', 'Verdict', 'Since', 'What was found', 'Observed', 'Expected'],
    rows: findings.map((finding) => [
      named(link(`/rules/${finding.rule}`, finding.title), markup`${finding.name} · ${finding.severity}`),
      verdictPart(finding.verdict),
      timePart(finding.since),
      saidPart(finding.message),
      valuePart(finding.observed),
      valuePart(finding.expected),
    ]),
    empty: 'Nothing was judged that you may see.',
  });
}

/** Longest value of a table, in characters. */
const LONGEST_VALUE = 300;

function valuePart(value: unknown): HtmlPart {
  if (value === null || value === undefined) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return markup`<span class="value">${shown}</span>`;
}

function timeline(host: number, events: Paged<HostEvent>, page: number): Html {
  return tableSection({
    id: 'timeline',
    title: 'Timeline',
    caption: 'Verdicts that changed within a year, newest first',
    head: ['When', 'Rule', 'From', 'To', 'What was found'],
    rows: events.rows.map((event) => [
      timePart(event.at),
      named(link(`/rules/${event.rule}`, event.title), event.name),
      event.before === null ? 'first judged' : verdictPart(event.before),
      verdictPart(event.verdict),
      saidPart(event.message),
    ]),
    empty: 'Nothing changed within a year.',
    after: pageLinks(`/hosts/${host}`, page, events.hasMore),
  });
}

function dayForm(host: number): Html {
  return markup`<section aria-label="Another day">
    <form action="/hosts/${host}"><label>As of a day <input name="day" type="date" required /></label><button>Show</button></form>
  </section>`;
}

/** Hosts whose name holds what was looked for. */
export function foundPage(name: string, found: Paged<FoundHost>, page: number): PageContent {
  return {
    title: found.rows.length === 0 ? 'No host has such a name' : `Hosts named like ${name}`,
    place: 'Hosts',
    content: tableSection({
      id: 'hosts',
      title: 'Hosts',
      caption: 'By name',
      head: ['Host', 'vCenter', 'Cluster'],
      rows: found.rows.map((host) => [
        link(`/hosts/${host.id}`, host.name),
        targetPart(host),
        clusterLink(host.target, host.cluster),
      ]),
      empty: `No host that you may see holds this in its name: ${name}`,
      after: pageLinks(`/hosts?name=${encodeURIComponent(name)}`, page, found.hasMore),
    }),
  };
}
