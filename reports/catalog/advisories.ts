import { EXPOSURES } from '../../src/model/advisory.ts';
import type { AdvisoryListing, ReleaseQuery, ListedAdvisory, ReleaseState } from '../../src/model/advisory-listing.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import { type Cell, cell, escapeControlCharacters, type GridColumn, harmlessOr } from '../text/cells.ts';
import { drawGrid, type Layout, roomiest } from '../text/grid.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { plain, prose, strong } from '../text/wrap.ts';
import {
  advisoryText,
  ageSentences,
  askedText,
  cvesText,
  exploitedText,
  fixText,
  STATUS_WORDS,
} from './advisory-words.ts';
import { json } from './advisories-json.ts';

/** For people: a row a fix group, what is open first where a release was asked for. */
const table: Reporter<AdvisoryListing> = {
  name: 'table',
  description: 'For people: each advisory with its first fixed builds, or how one release stands to it.',
  extensions: ['.txt'],
  *render({ release, advisories, age }, options) {
    const page = pageFor(options);
    if (release !== null) yield prose([strong(askedText(release))], page);
    if (bearsGrid(page, advisories.length))
      yield `${drawGrid(roomiest(layouts(advisories, release), page.width), page)}\n`;
    else yield* narrowText(advisories, page);
    for (const sentence of [countSentence(advisories, release), ...ageSentences(age)])
      yield prose([plain(sentence)], page);
  },
};

interface Column extends GridColumn {
  readonly cellOf: (listed: ListedAdvisory) => Cell;
}

const TONES = { affected: 'bad', unknown: 'unsure', fixed: 'good', 'not-affected': 'plain' } as const;

const ADVISORY: Column = { title: 'Advisory', comfort: 14, cellOf: (listed) => cell(advisoryText(listed)) };
const CVES: Column = { title: 'CVE', comfort: 16, cellOf: (listed) => cell(cvesText(listed)) };
const SEVERITY: Column = { title: 'Severity', comfort: 8, cellOf: ({ severity }) => cell(severity) };
const EXPLOITED: Column = {
  title: 'Exploited',
  comfort: 12,
  cellOf: ({ advisory }) => cell(exploitedText(advisory.exploited)),
};
const FIRST_FIXED: Column = {
  title: 'First fixed build',
  comfort: 24,
  cellOf: ({ fixes }) => fixes.flatMap((fix) => cell(fixText(fix))),
};
const WORKAROUND: Column = {
  title: 'Workaround',
  comfort: 16,
  // What is fixed needs none.
  cellOf: ({ advisory, state }) =>
    cell(state === null || isOpen(state) ? harmlessOr(advisory.workaround, 'none known') : ''),
};
const STATE: Column = {
  title: 'State',
  comfort: 8,
  cellOf: ({ state }) => (state === null ? cell('') : cell(STATUS_WORDS[state.status], TONES[state.status])),
};
const WHY: Column = { title: 'Why', comfort: 24, cellOf: ({ state }) => cell(whyText(state)) };

function isOpen({ status }: ReleaseState): boolean {
  return status === 'affected' || status === 'unknown';
}

function whyText(state: ReleaseState | null): string {
  return escapeControlCharacters(state?.message ?? '');
}

const OF_ALL: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [ADVISORY, CVES, SEVERITY, EXPLOITED, FIRST_FIXED, WORKAROUND], from: 110 },
  { columns: [ADVISORY, CVES, SEVERITY, EXPLOITED, FIRST_FIXED], from: 0 },
];
const OF_RELEASE: typeof OF_ALL = [
  { columns: [STATE, ADVISORY, CVES, SEVERITY, EXPLOITED, WHY, WORKAROUND], from: 110 },
  { columns: [STATE, ADVISORY, CVES, SEVERITY, WHY], from: 0 },
];

/** From roomy to narrow. */
function layouts(advisories: readonly ListedAdvisory[], release: ReleaseQuery | null): Layout[] {
  return (release === null ? OF_ALL : OF_RELEASE).map(({ columns, from }) => {
    const rows = advisories.map((listed) => columns.map(({ cellOf }) => cellOf(listed)));
    return { from, grid: { head: columns, sections: [{ heading: null, rows }] } };
  });
}

function* narrowText(advisories: readonly ListedAdvisory[], page: Page): Iterable<string> {
  for (const listed of advisories) {
    const state = listed.state === null ? '' : `${STATUS_WORDS[listed.state.status]}: `;
    const told = listed.state === null ? listed.fixes.map(fixText).join('; ') : whyText(listed.state);
    yield prose([plain(`${state}${advisoryText(listed)}, ${cvesText(listed)}, ${listed.severity}. ${told}`)], page);
  }
}

/** `28 groups of faults in 21 advisories.`, or how many of them are open. */
function countSentence(advisories: readonly ListedAdvisory[], release: ReleaseQuery | null): string {
  const ids = new Set(advisories.map(({ advisory }) => advisory.id));
  if (release === null)
    return `Groups of faults that the same builds fix: ${advisories.length}, in ${ids.size === 1 ? '1 advisory' : `${ids.size} advisories`}.`;
  const counts = EXPOSURES.map((status) => {
    const count = advisories.filter(({ state }) => state?.status === status).length;
    return `${STATUS_WORDS[status]}: ${count}`;
  });
  return `${counts.join('; ')}. What is unknown may be open.`;
}

/** `STATUS ADVISORY CVES [severity] ...` a fix group. */
const lines: Reporter<AdvisoryListing> = {
  name: 'lines',
  description: 'One line a group of faults, to grep.',
  extensions: ['.lines', '.log'],
  *render({ advisories }) {
    for (const listed of advisories) {
      const { state, advisory, severity, fixes } = listed;
      const status = state === null ? '' : `${state.status} `;
      const cves = advisory.cves.join(',');
      const head = `${status}${advisory.id} ${advisory.published} ${cves} ${severity} ${advisory.exploited.state}`;
      const told = state === null ? fixes.map(fixText).join('; ') : whyText(state);
      yield `${escapeControlCharacters(head)} [${told}]\n`;
    }
  },
};

const COLUMNS: readonly CsvColumn<ListedAdvisory>[] = [
  { name: 'advisory', valueOf: ({ advisory }) => advisory.id },
  { name: 'published', valueOf: ({ advisory }) => advisory.published },
  { name: 'cves', valueOf: ({ advisory }) => advisory.cves.join(' ') },
  { name: 'severity', valueOf: ({ severity }) => severity },
  { name: 'cvss', valueOf: ({ advisory }) => advisory.cvss },
  { name: 'exploited', valueOf: ({ advisory }) => advisory.exploited.state },
  { name: 'exploited_date', valueOf: ({ advisory }) => advisory.exploited.date },
  { name: 'exploited_source', valueOf: ({ advisory }) => advisory.exploited.source },
  { name: 'ransomware', valueOf: ({ advisory }) => advisory.exploited.ransomware },
  { name: 'first_fixed', valueOf: ({ fixes }) => fixes.map(fixText).join('; ') },
  { name: 'workaround', valueOf: ({ advisory }) => advisory.workaround },
  { name: 'rule', valueOf: ({ rule }) => rule },
  { name: 'status', valueOf: ({ state }) => state?.status ?? null },
  { name: 'fixed_build', valueOf: ({ state }) => state?.fixedBuild ?? null },
  { name: 'why', valueOf: ({ state }) => state?.message ?? null },
];

const csv: Reporter<AdvisoryListing> = {
  name: 'csv',
  description: 'One row a group of faults, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ advisories }) => csvText(COLUMNS, advisories),
};

/** Every rendering of advisories; the first is the default. */
export const ADVISORY_REPORTERS: readonly Reporter<AdvisoryListing>[] = [table, lines, csv, json];
