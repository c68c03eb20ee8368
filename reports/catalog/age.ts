import { type CatalogAge, type CatalogPart, OLD_AFTER_DAYS } from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import { cell, escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, pageFor } from '../text/page.ts';
import { counted, plain, prose } from '../text/wrap.ts';

/** The age of the catalog, and the program that tells it. */
export interface CatalogAgeReport extends CatalogAge {
  readonly tool: { readonly name: string; readonly version: string };
}

const TITLES: Readonly<Record<CatalogPart['part'], string>> = {
  releases: 'Newest release',
  'measured-defaults': 'Newest release whose defaults were measured',
  advisories: 'Advisories',
  'exploited-faults': 'List of exploited faults',
  lifecycle: 'End of support by line',
  'certified-models': 'Certified models',
};

const HEAD = [
  { title: 'Part', comfort: 20 },
  { title: 'As of', comfort: 10 },
  { title: 'Age', comfort: 8 },
  { title: 'Release', comfort: 20 },
];

/** For people: a row a part, and a sentence where one is old. */
const table: Reporter<CatalogAgeReport> = {
  name: 'table',
  description: 'For people: how old each part of the catalog is.',
  extensions: ['.txt'],
  *render({ today, parts }, options) {
    const page = pageFor(options);
    const rows = parts.map((part) => textsOf(part).map((text) => cell(text)));
    if (bearsGrid(page, rows.length)) yield `${drawGrid({ head: HEAD, sections: [{ heading: null, rows }] }, page)}\n`;
    else for (const part of parts) yield prose([plain(textsOf(part).join(', '))], page);
    yield prose([plain(ageSentence(parts, today))], page);
  },
};

function textsOf({ part, asOf, days, release }: CatalogPart): readonly string[] {
  const age = days === null ? 'not known' : counted(days, 'day');
  const named = release === null ? '' : `${release.name} (build ${release.build})`;
  return [TITLES[part], harmlessOr(asOf, 'not known'), age, escapeControlCharacters(named)];
}

/** What is older than it should be, and what that means. */
function ageSentence(parts: readonly CatalogPart[], today: string): string {
  const old = parts.filter(({ days }) => days === null || days > OLD_AFTER_DAYS);
  const day = escapeControlCharacters(today);
  if (old.length === 0) return `On ${day} nothing is older than ${OLD_AFTER_DAYS} days.`;
  const names = old.map(({ part }) => TITLES[part].toLowerCase()).join('; ');
  return `Older than ${OLD_AFTER_DAYS} days on ${day}: ${names}. What came out since is not known here: a newer esxcheck may know it.`;
}

/** `PART AS-OF DAYS [RELEASE]` a part. */
const lines: Reporter<CatalogAgeReport> = {
  name: 'lines',
  description: 'One line a part of the catalog, to grep.',
  extensions: ['.lines', '.log'],
  *render({ parts }) {
    for (const { part, asOf, days, release } of parts) {
      const named = release === null ? '' : ` ${release.build} ${release.name}`;
      yield `${escapeControlCharacters(`${part} ${asOf ?? '?'} ${days ?? '?'}${named}`)}\n`;
    }
  },
};

const COLUMNS: readonly CsvColumn<CatalogPart>[] = [
  { name: 'part', valueOf: ({ part }) => part },
  { name: 'as_of', valueOf: ({ asOf }) => asOf },
  { name: 'days', valueOf: ({ days }) => days },
  { name: 'release', valueOf: ({ release }) => release?.name ?? null },
  { name: 'build', valueOf: ({ release }) => release?.build ?? null },
];

const csv: Reporter<CatalogAgeReport> = {
  name: 'csv',
  description: 'One row a part of the catalog, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ parts }) => csvText(COLUMNS, parts),
};

/** The contract `esxcheck.catalog-age/1`. */
const json: Reporter<CatalogAgeReport> = {
  name: 'json',
  description: 'One document, esxcheck.catalog-age/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, today, parts }) =>
    jsonDocument([
      [member('schema', 'esxcheck.catalog-age/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('today', today)],
      [member('oldAfterDays', OLD_AFTER_DAYS)],
      listMember('parts', parts.map(partRecord)),
    ]),
};

function partRecord({ part, asOf, days, release }: CatalogPart) {
  const isOld = days === null ? null : days > OLD_AFTER_DAYS;
  return {
    part,
    asOf,
    days,
    old: isOld,
    release: release === null ? null : { name: release.name, build: release.build },
  };
}

/** Every rendering of the age of the catalog; the first is the default. */
export const AGE_REPORTERS: readonly Reporter<CatalogAgeReport>[] = [table, lines, csv, json];
