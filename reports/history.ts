import { isInDoubt } from '../src/model/erratum.ts';
import { VERDICTS } from '../src/model/finding.ts';
import type { ScanListing, StoredScan, StoredTarget } from '../src/model/history.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { type CsvColumn, csvText } from './csv/write.ts';
import { jsonDocument, listMember, member } from './json/write.ts';
import { cell, escapeControlCharacters, type GridColumn } from './text/cells.ts';
import { drawGrid, type Layout, roomiest } from './text/grid.ts';
import { bearsGrid, pageFor } from './text/page.ts';
import { momentText, remarkLines } from './text/title.ts';
import { plain, prose, someOf } from './text/wrap.ts';

const table: Reporter<ScanListing> = {
  name: 'table',
  description: 'For people, newest first.',
  extensions: ['.txt'],
  *render({ scans }, options) {
    const page = pageFor(options);
    if (scans.length === 0) yield prose([plain('The history holds no such scan.')], page);
    else if (bearsGrid(page, scans.length)) yield `${drawGrid(roomiest(layoutsFor(scans), page.width), page)}\n`;
    else for (const scan of scans) yield prose([plain(lineOf(scan).trimEnd())], page);
    yield remarkLines(remarksOf(scans), page);
  },
};

interface Column extends GridColumn {
  readonly textOf: (scan: StoredScan) => string;
}

const ID: Column = { title: 'Scan', comfort: 4, textOf: idText };
const STARTED: Column = { title: 'Started (UTC)', comfort: 16, textOf: ({ startedAt }) => startText(startedAt) };
const TARGETS: Column = { title: 'Targets', comfort: 16, textOf: targetsText };
const HOSTS: Column = numberColumn('Hosts', ({ hosts }) => hosts);
const UNREACHABLE: Column = numberColumn('Unreachable', ({ unreachable }) => unreachable);
const FAILED: Column = numberColumn('Non-compliant', ({ findings }) => findings.fail);
const UNKNOWN: Column = numberColumn('Unknown', ({ findings }) => findings.unknown);
const WARNED: Column = numberColumn('Warning', ({ findings }) => findings.warn);
const WAIVED: Column = numberColumn('Waived', ({ findings }) => findings.waived);
const PASSED: Column = numberColumn('Compliant', ({ findings }) => findings.pass);

const LAYOUTS: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [ID, STARTED, TARGETS, HOSTS, UNREACHABLE, FAILED, UNKNOWN, WARNED, WAIVED, PASSED], from: 132 },
  { columns: [ID, STARTED, TARGETS, HOSTS, FAILED, UNKNOWN, PASSED], from: 96 },
  { columns: [ID, STARTED, TARGETS, HOSTS, FAILED, UNKNOWN], from: 64 },
  { columns: [ID, STARTED, HOSTS, FAILED, UNKNOWN], from: 0 },
];

function numberColumn(title: string, of: (scan: StoredScan) => number): Column {
  return { title, comfort: title.length, textOf: (scan) => String(of(scan)) };
}

/** The time zone is in the heading. */
function startText(startedAt: string): string {
  return momentText(startedAt).replace(/ UTC$/, '');
}

/** From roomy to narrow. */
function layoutsFor(scans: readonly StoredScan[]): Layout[] {
  return LAYOUTS.map(({ columns, from }) => {
    const rows = scans.map((scan) => columns.map(({ textOf }) => cell(textOf(scan))));
    return { from, grid: { head: columns, sections: [{ heading: null, rows }] } };
  });
}

/** Releases that wrote down no version of their own are 1.0.0 and older. */
function remarksOf(scans: readonly StoredScan[]): readonly string[] {
  const doubtful = scans.filter(({ judgedBy }) => judgedBy === null || isInDoubt(judgedBy)).map(idText);
  if (doubtful.length === 0) return [];
  const which = `${doubtful.length === 1 ? 'Scan' : 'Scans'} ${someOf(doubtful, 8)}`;
  return [
    `${which} may hold findings that were reported wrongly (esxcheck history audit); see docs/security.md#erratum`,
  ];
}

function lineOf(scan: StoredScan): string {
  return `${idText(scan)} ${scan.startedAt} ${scan.targets.map(targetText).join(', ')} -> ${countsText(scan)}\n`;
}

function idText({ id }: StoredScan): string {
  return String(id);
}

/** For people. The codes of `lines` are of their own. */
function targetsText({ targets }: StoredScan): string {
  return targets
    .map(({ url, asked, complete }) => {
      const state = !asked ? ' (unreachable)' : complete ? '' : ' (incomplete: lost on the way)';
      return `${escapeControlCharacters(url)}${state}`;
    })
    .join(', ');
}

function targetText({ url, asked, complete }: StoredTarget): string {
  if (!asked) return `${escapeControlCharacters(url)} (not asked)`;
  return complete ? escapeControlCharacters(url) : `${escapeControlCharacters(url)} (incomplete: lost on the way)`;
}

function countsText({ hosts, unreachable, findings }: StoredScan): string {
  const counts = VERDICTS.filter((verdict) => findings[verdict] > 0).map(
    (verdict) => `${verdict}=${findings[verdict]}`,
  );
  return [`hosts=${hosts}`, `unreachable=${unreachable}`, ...counts].join(' ');
}

const lines: Reporter<ScanListing> = {
  name: 'lines',
  description: 'One line a scan, to grep: ID STARTED TARGETS -> counts.',
  extensions: ['.lines', '.log'],
  *render({ scans }) {
    for (const scan of scans) yield lineOf(scan);
    for (const remark of remarksOf(scans)) yield `remark ${escapeControlCharacters(remark)}\n`;
    yield `summary scans=${scans.length}\n`;
  },
};

const COLUMNS: readonly CsvColumn<StoredScan>[] = [
  { name: 'scan', valueOf: ({ id }) => id },
  { name: 'started_at', valueOf: ({ startedAt }) => startedAt },
  { name: 'finished_at', valueOf: ({ finishedAt }) => finishedAt },
  { name: 'targets', valueOf: ({ targets }) => targets.map(({ url }) => url).join(' ') },
  { name: 'not_asked', valueOf: ({ targets }) => targets.filter(({ asked }) => !asked).length },
  { name: 'hosts', valueOf: ({ hosts }) => hosts },
  { name: 'unreachable', valueOf: ({ unreachable }) => unreachable },
  ...VERDICTS.map((verdict) => ({
    name: verdict.replace('-', '_'),
    valueOf: ({ findings }: StoredScan) => findings[verdict],
  })),
  { name: 'complete', valueOf: ({ targets }) => targets.every(({ complete }) => complete) },
  { name: 'judged_by', valueOf: ({ judgedBy }) => judgedBy },
];

const csv: Reporter<ScanListing> = {
  name: 'csv',
  description: 'One row a scan, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ scans }) => csvText(COLUMNS, scans),
};

const json: Reporter<ScanListing> = {
  name: 'json',
  description: 'One document, esxcheck.history/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, scans }) =>
    jsonDocument([
      [member('schema', 'esxcheck.history/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      listMember('scans', scans),
    ]),
};

/** Every rendering of the list of scans; the first is the default on a terminal. */
export const HISTORY_REPORTERS: readonly Reporter<ScanListing>[] = [table, lines, csv, json];
