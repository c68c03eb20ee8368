import { VERDICTS } from '../src/model/finding.ts';
import type { Trend, TrendListing, TrendPoint } from '../src/model/history.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { type CsvColumn, csvText } from './csv/write.ts';
import { jsonDocument, listMember, member } from './json/write.ts';
import { escapeControlCharacters } from './text/cells.ts';
import { type Page, pageFor } from './text/page.ts';
import { asciiSigns } from './text/signs.ts';
import { momentText } from './text/title.ts';
import { counted, plain, prose, someOf, strong } from './text/wrap.ts';

/** Who a trend speaks of. */
function nameOf({ rule, cluster }: Trend): string {
  const parts = [rule ?? 'all rules', cluster === null ? null : cluster === '' ? 'no cluster' : cluster];
  return parts.flatMap((part) => (part === null ? [] : [escapeControlCharacters(part)])).join(' · ');
}

function percent(point: TrendPoint | undefined): string {
  const share = point === undefined ? null : complianceOf(point);
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`;
}

const table: Reporter<TrendListing> = {
  name: 'table',
  description: 'For people: the first and the last share that is compliant, and how it went between.',
  extensions: ['.txt'],
  *render({ trends }, options) {
    const page = pageFor(options);
    if (trends.length === 0) yield prose([plain('The history holds no such scan.')], page);
    for (const trend of trends) {
      const points = wholePoints(trend);
      if (points.every((point) => complianceOf(point) === null)) continue;
      const days = `${points[0]?.at.slice(0, 10) ?? ''} to ${points.at(-1)?.at.slice(0, 10) ?? ''}`;
      const text = `compliant ${percent(points[0])} -> ${percent(points.at(-1))}  ${sparkline(points)}  ${counted(points.length, 'scan')}, ${escapeControlCharacters(days)}`;
      yield prose([strong(nameOf(trend)), plain(text)], page);
    }
    yield* incompleteText(trends, page);
  },
};

/** Scans of which hosts are missing would make a trend of what was not read. */
function* incompleteText(trends: readonly Trend[], page: Page): Iterable<string> {
  const points = trends.flatMap((trend) => trend.points);
  const incomplete = new Set(points.filter(({ complete }) => !complete).map(({ at }) => at));
  if (incomplete.size === 0) return;
  const head = points.some(({ complete }) => complete) ? 'Left out' : 'None is complete';
  const which = `${counted(incomplete.size, 'scan')} (${someOf([...incomplete].toSorted().map(momentText), 5)})`;
  yield prose([plain(`${head}, because a target was unreachable or lost on the way: ${which}.`)], page);
}

const lines: Reporter<TrendListing> = {
  name: 'lines',
  description: 'One line a scan, to grep: RULE CLUSTER STARTED -> share and counts.',
  extensions: ['.lines', '.log'],
  *render({ trends }, { ascii = false }) {
    for (const trend of trends) {
      const name = ascii ? asciiSigns(nameOf(trend)) : nameOf(trend);
      for (const point of trend.points) {
        const counts = VERDICTS.map((verdict) => `${verdict}=${point.findings[verdict]}`).join(' ');
        const incomplete = point.complete ? '' : ' incomplete';
        yield `${name} ${escapeControlCharacters(point.at)} -> ${percent(point)} hosts=${point.hosts} ${counts}${incomplete}\n`;
      }
    }
    yield `summary trends=${trends.length}\n`;
  },
};

interface Row {
  readonly trend: Trend;
  readonly point: TrendPoint;
}

const COLUMNS: readonly CsvColumn<Row>[] = [
  { name: 'rule', valueOf: ({ trend }) => trend.rule },
  { name: 'cluster', valueOf: ({ trend }) => trend.cluster },
  { name: 'started_at', valueOf: ({ point }) => point.at },
  { name: 'hosts', valueOf: ({ point }) => point.hosts },
  ...VERDICTS.map((verdict) => ({
    name: verdict.replace('-', '_'),
    valueOf: ({ point }: Row) => point.findings[verdict],
  })),
  { name: 'compliant', valueOf: ({ point }) => complianceOf(point) },
  { name: 'complete', valueOf: ({ point }) => point.complete },
];

const csv: Reporter<TrendListing> = {
  name: 'csv',
  description: 'One row a scan, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ trends }) =>
    csvText(
      COLUMNS,
      trends.flatMap((trend) => trend.points.map((point) => ({ trend, point }))),
    ),
};

const json: Reporter<TrendListing> = {
  name: 'json',
  description: 'One document, esxcheck.trend/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, trends }) =>
    jsonDocument([
      [member('schema', 'esxcheck.trend/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      listMember('trends', trends),
    ]),
};

/** Every rendering of how findings stood over time; the first is the default on a terminal. */
export const TREND_REPORTERS: readonly Reporter<TrendListing>[] = [table, lines, csv, json];

/**
 * The share of findings that pass or are waived among all that were judged, 0 to 1; null where nothing was judged.
 * What is unknown or warned of is not compliant; what does not apply does not count.
 */
export function complianceOf({ findings }: TrendPoint): number | null {
  const { pass, waived, fail, unknown, warn } = findings;
  const judged = pass + waived + fail + unknown + warn;
  return judged === 0 ? null : (pass + waived) / judged;
}

/**
 * Those that speak of everything that was to be read: what charts draw. Where there is none, as beside a target that has
 * been gone all along, all of them.
 */
export function wholePoints({ points }: Trend): readonly TrendPoint[] {
  const whole = points.filter(({ complete }) => complete);
  return whole.length > 0 ? whole : points;
}

const STEPS = '▁▂▃▄▅▆▇█';
const WIDEST = 30;

/** How the share went, in a few characters: the lowest step is 0, the highest 100 %; a blank where nothing was judged. */
function sparkline(points: readonly TrendPoint[]): string {
  const step = Math.max(1, points.length / WIDEST);
  const count = Math.min(points.length, WIDEST);
  return Array.from({ length: count }, (_, index) =>
    stepOf(points[Math.min(points.length - 1, Math.floor((index + 1) * step) - 1)]),
  ).join('');
}

function stepOf(point: TrendPoint | undefined): string {
  const share = point === undefined ? null : complianceOf(point);
  return share === null ? ' ' : (STEPS[Math.min(STEPS.length - 1, Math.floor(share * STEPS.length))] ?? '');
}
