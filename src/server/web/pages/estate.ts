import { Html, type HtmlPart, markup, section } from '../../../../reports/html/document.ts';
import type { ChangeCounts } from '../../queries/changes.ts';
import { type TargetState, totalsOf, type TrendDay } from '../../queries/estate.ts';
import type { RuleState } from '../../queries/rules.ts';
import type { PageContent } from './layout.ts';
import {
  answer,
  counted,
  countPart,
  hostNumbers,
  link,
  named,
  notice,
  tableSection,
  timePart,
  timeText,
} from './parts.ts';
import { ruleTable } from './rules.ts';
import { trendChart } from './trend.ts';

export interface Estate {
  readonly now: Date;
  readonly states: readonly TargetState[];
  readonly changes: ChangeCounts;
  readonly rules: readonly RuleState[];
  readonly trend: readonly TrendDay[];
}

/** Rules that are named on the first page. */
const MOST_RULES = 10;

/** How everything stands now, what changed since yesterday, and which vCenters are not known to stand so any more. */
export function estatePage({ now, states, changes, rules, trend }: Estate): PageContent {
  const totals = totalsOf(states);
  const chart = trendChart(trend);
  return {
    title: answer(totals),
    place: `Estate: ${counted(totals.targets, 'vCenter')}, ${timeText(now)}`,
    lead: [hostNumbers(totals), changeLine(changes), staleNotice(states)],
    content: [
      targetTable(states),
      ruleTable(rules.filter(({ fail, unknown }) => fail + unknown > 0).slice(0, MOST_RULES), {
        title: 'Rules that most hosts fail',
        empty: 'No rule fails, and none is unknown.',
        after: link('/rules', 'All rules'),
      }),
      chart === null ? null : new Html(section({ id: 'trend', title: 'The last year' }, chart, 'trend')),
      DAY_FORM,
    ],
  };
}

/** As it was told on a day of the past. */
export function estateDayPage(day: string, states: readonly TargetState[]): PageContent {
  const totals = totalsOf(states);
  return {
    title: answer(totals),
    place: markup`Estate as of the end of ${day} · ${link('/', 'now')}`,
    lead: hostNumbers(totals),
    content: [targetTable(states), DAY_FORM],
  };
}

const DAY_FORM = markup`<section aria-label="Another day">
  <form action="/">
    <label>As of a day <input name="day" type="date" required /></label><button>Show</button>
  </form>
</section>`;

export function changeLine({ newlyFailing, hosts, fixed, newlyUnknown }: ChangeCounts): Html {
  const parts: HtmlPart[] = [
    newlyFailing > 0
      ? markup`<b class="fail">${counted(newlyFailing, 'finding')} newly ${newlyFailing === 1 ? 'fails' : 'fail'}</b> on ${counted(hosts, 'host')}`
      : 'nothing newly fails',
    `, ${fixed.toLocaleString('en-GB')} fixed`,
    newlyUnknown > 0 ? markup`, <b class="unknown">${newlyUnknown.toLocaleString('en-GB')} became unknown</b>` : null,
  ];
  return markup`<p class="change">Since yesterday: ${parts}. ${link('/changes', 'What changed')}</p>`;
}

function staleNotice(states: readonly TargetState[]): Html | null {
  const stale = states.filter(({ isStale }) => isStale);
  if (stale.length === 0) return null;
  const hosts = stale.reduce((sum, state) => sum + (state.hosts ?? 0), 0);
  return notice(
    markup`<b class="stale">${counted(stale.length, 'vCenter is', 'vCenters are')} stale</b>: how ${stale.length === 1 ? 'its' : 'their'} ${counted(hosts, 'host')} ${hosts === 1 ? 'stands' : 'stand'}
      now is not known, and none of them counts as compliant. ${link('/jobs', 'Why')}`,
  );
}

/** Stale ones first, then those with most failing hosts. */
function targetTable(states: readonly TargetState[]): Html {
  const sorted = states.toSorted((one, other) => {
    const [first, second] = [rank(one), rank(other)];
    return first === second ? 0 : second - first;
  });
  return tableSection({
    id: 'vcenters',
    title: 'vCenters',
    caption: 'Hosts by their worst verdict, as last judged; stale ones first',
    head: ['vCenter', 'Last read', 'Hosts', 'Non-compliant', 'Unknown', 'Warning', 'Compliant'],
    rows: sorted.map((state) => [
      named(link(`/vcenters/${state.id}`, state.name), state.site),
      lastRead(state),
      state.hosts?.toLocaleString('en-GB') ?? '–',
      ...countParts(state),
    ]),
    empty: 'No vCenter is known that you may see.',
  });
}

/** What is known of a stale one is of the past: it is there, and does not stand out. */
function countParts({ isStale, failing, unknowing, warned, passing }: TargetState): readonly HtmlPart[] {
  const parts = [
    countPart(failing, 'fail'),
    countPart(unknowing, 'unknown'),
    countPart(warned, 'warn'),
    countPart(passing, 'pass'),
  ];
  return isStale ? parts.map((part) => markup`<span class="past">${part}</span>`) : parts;
}

function rank({ isStale, failing }: TargetState): number {
  return isStale ? Infinity : (failing ?? 0);
}

function lastRead({ isStale, readAt, failedCode }: TargetState): HtmlPart {
  if (!isStale) return timePart(readAt);
  return named(markup`<b class="stale">Stale</b> ${timePart(readAt)}`, failedCode);
}
