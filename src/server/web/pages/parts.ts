import { Html, type HtmlPart, markup, section, tableOf } from '../../../../reports/html/document.ts';
import type { EstateTotals, HostCounts } from '../../queries/estate.ts';

/** Verdicts as people read them. */
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  fail: 'Non-compliant',
  unknown: 'Unknown',
  warn: 'Warning',
  waived: 'Waived',
  pass: 'Compliant',
  'not-applicable': 'Not applicable',
  stale: 'Stale',
};

/** `2026-12-01 08:00 UTC`. */
export function timeText(at: Date | null): string {
  return at === null ? 'never' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The same in a table, on one line. */
export function timePart(at: Date | null): Html {
  return markup`<span class="when">${timeText(at)}</span>`;
}

/** A sentence in a table, wide enough to be read on a telephone. */
export function saidPart(text: string | null): Html | null {
  return text === null ? null : markup`<span class="said">${text}</span>`;
}

/** `1 host`, `2 hosts`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? noun : plural}`;
}

export function verdictPart(verdict: string): Html {
  return markup`<span class="badge ${verdict}"><span class="dot"></span>${verdictWord(verdict)}</span>`;
}

export function verdictWord(verdict: string): string {
  return VERDICT_WORDS[verdict] ?? verdict;
}

/** A count that stands out where it is not nought. */
export function countPart(count: number | null, verdict: string): Html {
  if (count === null) return markup`<span class="zero">–</span>`;
  if (count === 0) return markup`<span class="zero">0</span>`;
  return markup`<b class="${verdict}">${count.toLocaleString('en-GB')}</b>`;
}

export function link(href: string, text: string): Html {
  return markup`<a href="${href}">${text}</a>`;
}

export function clusterLink(target: number, cluster: string | null): Html {
  const name = cluster === null || cluster === '' ? 'outside of clusters' : cluster;
  return link(`/vcenters/${target}/cluster?name=${encodeURIComponent(cluster ?? '')}`, name);
}

/** A name with what explains it below it. */
export function named(name: HtmlPart, below: HtmlPart): Html {
  return markup`${name}<span class="sub">${below}</span>`;
}

interface SectionContent {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly HtmlPart[])[];
  /** What is said where there are no rows. */
  readonly empty: string;
  readonly after?: HtmlPart;
  readonly before?: HtmlPart;
}

/** A table under its heading, or the sentence that there is nothing. */
export function tableSection({
  id,
  title,
  caption,
  head,
  rows,
  empty,
  before = null,
  after = null,
}: SectionContent): Html {
  const content = rows.length === 0 ? markup`<p class="empty">${empty}</p>` : tableOf(caption, head, rows);
  return new Html(section({ id, title }, [before, content, after], 'listed'));
}

/** The ways to the parts of a long list before and behind this one. */
export function pageLinks(path: string, number: number, hasMore: boolean): Html | null {
  const to = (other: number): string => `${path}${path.includes('?') ? '&' : '?'}page=${other}`;
  if (number === 1 && !hasMore) return null;
  return markup`<p class="pages">
    ${number > 1 ? markup`<a href="${to(number - 1)}" rel="prev">Previous page</a>` : null}<span>Page ${number}</span>
    ${hasMore ? markup`<a href="${to(number + 1)}" rel="next">Next page</a>` : null}
  </p>`;
}

/** What must be seen first: how many hosts fail, are unknown or stale. */
export function hostNumbers(counts: HostCounts & Partial<Pick<EstateTotals, 'stale'>>): Html {
  const numbers = [
    number(counts.failing, 'fail', 'Non-compliant', 'hosts that fail a rule'),
    number(counts.unknowing, 'unknown', 'Unknown', 'hosts not wholly read, none failing'),
    counts.stale === undefined ? null : number(counts.stale, 'stale', 'Stale', 'hosts of vCenters not read of late'),
    number(counts.warned, 'warn', 'Warning', 'hosts with a warning at worst'),
    number(counts.passing, 'pass', 'Compliant', `hosts of ${counts.hosts.toLocaleString('en-GB')}`),
  ];
  return markup`<ul class="numbers">${numbers}</ul>`;
}

/** The same of a stale vCenter: how it was, and that nobody knows whether it is so. */
export function pastNumbers(counts: HostCounts): Html {
  const then = (count: number, title: string): Html => number(count, 'none', title, 'when last read');
  return markup`<ul class="numbers">
    ${number(counts.hosts, 'stale', 'Stale', 'hosts; how they stand now is not known')}${then(counts.failing, 'Were non-compliant')}
    ${then(counts.unknowing, 'Were unknown')}${then(counts.warned, 'Had a warning')}${then(counts.passing, 'Were compliant')}
  </ul>`;
}

export function number(count: number, verdict: string, title: string, below: string): Html {
  return markup`<li class="${count === 0 ? 'none' : verdict}"><b>${count.toLocaleString('en-GB')}</b><span>${title}</span
      ><small>${below}</small></li>`;
}

/** `3 of 40 hosts fail`, or what else is the worst of them. */
export function answer({
  hosts,
  failing,
  unknowing,
  stale = 0,
}: HostCounts & Partial<Pick<EstateTotals, 'stale'>>): string {
  if (hosts === 0) return 'No host was judged yet';
  const worst =
    failing > 0
      ? `${failing.toLocaleString('en-GB')} of ${counted(hosts, 'host')} ${failing === 1 ? 'fails' : 'fail'}`
      : null;
  const rest = [
    unknowing > 0 ? `${unknowing.toLocaleString('en-GB')} unknown` : null,
    stale > 0 ? `${stale.toLocaleString('en-GB')} stale` : null,
  ].filter((part) => part !== null);
  if (worst === null && rest.length === 0) return `None of ${counted(hosts, 'host')} fails`;
  return [worst ?? `None of ${counted(hosts, 'host')} is known to fail`, ...rest].join(', ');
}

export function notice(content: HtmlPart): Html {
  return markup`<div class="notice"><p>${content}</p></div>`;
}
