import type { CatalogListing, ListedRelease } from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { cell, type Cell, type GridColumn } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { harmless, harmlessOr } from '../text/harmless.ts';
import { type Layout, roomiest } from '../text/layout.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { counted, plain, prose } from '../text/prose.ts';
import { flipsText } from './flips.ts';
import { knownText, nameText } from './words.ts';

/** For people: releases as a grid, or the defaults that differ between two of them. */
export const table: Reporter<CatalogListing> = {
  name: 'table',
  description: 'For people: releases, or the defaults that differ between two of them.',
  extensions: ['.txt'],
  *render({ releases, flips }, options) {
    const page = pageFor(options);
    if (flips === null) yield* releasesText(releases, page);
    else yield* flipsText(flips, releases, page);
  },
};

function* releasesText(releases: readonly ListedRelease[], page: Page): Iterable<string> {
  if (bearsGrid(page, releases.length)) yield `${drawGrid(roomiest(layoutsFor(releases), page.width), page)}\n`;
  else for (const release of releases) yield prose([plain(`${harmless(release.build)} ${nameText(release)}`)], page);
  const measured = releases.filter((release) => release.measured).length;
  yield prose([plain(`${counted(releases.length, 'release')}, ${measured} of them measured on a lab host.`)], page);
}

interface Column extends GridColumn {
  readonly cellOf: (release: ListedRelease) => Cell;
}

const BUILD: Column = { title: 'Build', comfort: 8, cellOf: ({ build }) => cell(harmless(build)) };
const NAME: Column = { title: 'Release', comfort: 20, cellOf: (release) => cell(nameText(release)) };
const DATE: Column = { title: 'Released', comfort: 10, cellOf: (release) => cell(dateText(release)) };
const BULLETIN: Column = { title: 'Bulletin', comfort: 10, cellOf: ({ bulletin }) => cell(harmlessOr(bulletin, '')) };
const MEASURED: Column = { title: 'Measured', comfort: 8, cellOf: ({ measured }) => cell(measured ? 'yes' : 'no') };
const KNOWN: Column = { title: 'Known default', comfort: 16, cellOf: (release) => cell(knownText(release)) };

const LAYOUTS: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [BUILD, NAME, DATE, BULLETIN, MEASURED, KNOWN], from: 96 },
  { columns: [BUILD, NAME, DATE, KNOWN], from: 64 },
  { columns: [BUILD, NAME], from: 0 },
];

function dateText({ released, recalled }: ListedRelease): string {
  const date = harmlessOr(released, '?');
  return recalled ? `${date}, recalled` : date;
}

/** From roomy to narrow. */
function layoutsFor(releases: readonly ListedRelease[]): Layout[] {
  return LAYOUTS.map(({ columns, from }) => {
    const rows = releases.map((release) => columns.map(({ cellOf }) => cellOf(release)));
    return { from, grid: { head: columns, sections: [{ heading: null, rows }] } };
  });
}
