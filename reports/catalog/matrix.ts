import type { ExposureStatus } from '../../src/model/advisory.ts';
import type { AdvisoryMatrix, MatrixRow } from '../../src/model/advisory-listing.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import { cell, escapeControlCharacters } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { markdownText, row } from '../text/markup.ts';
import { bearsGrid, pageFor } from '../text/page.ts';
import { plain, prose } from '../text/wrap.ts';
import { matrixJson } from './advisories-json.ts';
import { ageSentences, STATUS_WORDS } from './advisory-words.ts';

/** One sign a cell. What is not known has a sign of its own, and is never that of what is fixed. */
const SIGNS: Readonly<Record<ExposureStatus, string>> = {
  affected: 'X',
  unknown: '?',
  fixed: '+',
  'not-affected': '-',
};

const LEGEND = Object.entries(SIGNS)
  .map(([status, sign]) => `${sign} ${STATUS_WORDS[status as ExposureStatus]}`)
  .join(', ');

const IN_A_RUN = 5;

/** For people: a row a release, a sign an advisory. */
const table: Reporter<AdvisoryMatrix> = {
  name: 'table',
  description: 'For people: a row a release, a sign an advisory, the youngest first.',
  extensions: ['.txt'],
  *render({ advisories, releases, age }, options) {
    const page = pageFor(options);
    const head = [
      { title: 'Release', comfort: 20 },
      { title: 'Build', comfort: 8 },
      { title: `1 to ${advisories.length}`, comfort: 36 },
    ];
    const rows = releases.map((release) => textsOf(release).map((text) => cell(text)));
    if (bearsGrid(page, rows.length)) yield `${drawGrid({ head, sections: [{ heading: null, rows }] }, page)}\n`;
    else for (const release of releases) yield prose([plain(textsOf(release).join(' '))], page);
    yield prose([plain(`${LEGEND}. What is unknown may be open.`)], page);
    for (const [index, each] of advisories.entries()) yield prose([plain(`${index + 1} ${legendOf(each)}`)], page);
    for (const sentence of ageSentences(age)) yield prose([plain(sentence)], page);
  },
};

function textsOf({ name, build, statuses }: MatrixRow): readonly string[] {
  const signs = statuses.map((status) => SIGNS[status]).join('');
  const runs = signs.match(new RegExp(`.{1,${IN_A_RUN}}`, 'g')) ?? [];
  return [escapeControlCharacters(name), escapeControlCharacters(build), runs.join(' ')];
}

function legendOf({ advisory, severity }: AdvisoryMatrix['advisories'][number]): string {
  return escapeControlCharacters(`${advisory.id} (${advisory.cves.join(', ')}), ${severity}`);
}

/** A table whose columns are numbered; the advisories stand below it. */
const markdown: Reporter<AdvisoryMatrix> = {
  name: 'markdown',
  description: 'A table for a page, a column an advisory, with its legend.',
  extensions: ['.md'],
  *render({ advisories, releases, age }) {
    const numbers = advisories.map((_, index) => String(index + 1));
    yield row(['Release', 'Build', ...numbers]);
    yield row(['---', '---', ...numbers.map(() => ':-:')]);
    for (const { name, build, statuses } of releases) {
      yield row([markdownText(name), markdownText(build), ...statuses.map((status) => SIGNS[status])]);
    }
    yield `\n${LEGEND}. What is unknown may be open.\n\n`;
    for (const [index, each] of advisories.entries()) yield `${index + 1}. ${markdownText(legendOf(each))}\n`;
    yield `\n${markdownText(ageSentences(age).join(' '))}\n`;
  },
};

function statusAt(index: number): CsvColumn<MatrixRow>['valueOf'] {
  return ({ statuses }) => statuses[index] ?? 'unknown';
}

const csv: Reporter<AdvisoryMatrix> = {
  name: 'csv',
  description: 'One row a release, one column an advisory, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ advisories, releases }) => {
    const columns: readonly CsvColumn<MatrixRow>[] = [
      { name: 'release', valueOf: ({ name }) => name },
      { name: 'version', valueOf: ({ version }) => version },
      { name: 'build', valueOf: ({ build }) => build },
      ...advisories.map(({ rule }, index) => ({ name: escapeControlCharacters(rule), valueOf: statusAt(index) })),
    ];
    return csvText(columns, releases);
  },
};

/** Every rendering of the matrix; the first is the default. */
export const MATRIX_REPORTERS: readonly Reporter<AdvisoryMatrix>[] = [table, markdown, csv, matrixJson];
