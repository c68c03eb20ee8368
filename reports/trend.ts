import { VERDICTS } from '../src/model/finding.ts';
import type { TrendListing } from '../src/model/looking-back.ts';
import type { Reporter } from '../src/model/reporter.ts';
import type { Trend, TrendPoint } from '../src/model/trend.ts';
import { csvText, type CsvColumn } from './csv/write.ts';
import { jsonDocument, listMember, member } from './json/write.ts';
import { harmless } from './text/harmless.ts';
import { type Page, pageFor } from './text/page.ts';
import { counted, plain, prose, someOf, strong } from './text/prose.ts';
import { momentText } from './text/title.ts';
import { complianceOf, wholePoints } from './trend/compliance.ts';
import { sparkline } from './trend/sparkline.ts';

/** Who a trend speaks of. */
function nameOf({ rule, cluster }: Trend): string {
  const parts = [rule ?? 'all rules', cluster === null ? null : cluster === '' ? 'no cluster' : cluster];
  return parts.flatMap((part) => (part === null ? [] : [harmless(part)])).join(' · ');
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
      const text = `${percent(points[0])} -> ${percent(points.at(-1))}  ${sparkline(points)}  ${points.length} scans, ${harmless(days)}`;
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
  yield prose([plain(`${head}, since a target could not be asked to the end: ${which}.`)], page);
}

const lines: Reporter<TrendListing> = {
  name: 'lines',
  description: 'One line a scan, to grep: RULE CLUSTER STARTED -> share and counts.',
  extensions: ['.lines', '.log'],
  *render({ trends }) {
    for (const trend of trends) {
      for (const point of trend.points) {
        const counts = VERDICTS.map((verdict) => `${verdict}=${point.findings[verdict]}`).join(' ');
        const incomplete = point.complete ? '' : ' incomplete';
        yield `${nameOf(trend)} ${harmless(point.at)} -> ${percent(point)} hosts=${point.hosts} ${counts}${incomplete}\n`;
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
