import type { CatalogListing, ListedRelease } from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { cell, type Grid } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { harmless, harmlessOr } from '../text/harmless.ts';
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
  if (bearsGrid(page, releases.length)) yield `${drawGrid(gridOf(releases), page)}\n`;
  else for (const release of releases) yield prose([plain(`${harmless(release.build)} ${nameText(release)}`)], page);
  const measured = releases.filter((release) => release.measured).length;
  yield prose([plain(`${counted(releases.length, 'release')}, ${measured} of them measured on a lab host.`)], page);
}

function gridOf(releases: readonly ListedRelease[]): Grid {
  const rows = releases.map((release) => [
    cell(harmless(release.build)),
    cell(nameText(release)),
    cell(harmlessOr(release.released, '?')),
    cell(harmlessOr(release.bulletin, '')),
    cell(release.measured ? 'yes' : 'no'),
    cell(knownText(release)),
  ]);
  const head = [
    { title: 'Build', comfort: 8 },
    { title: 'Release', comfort: 20 },
    { title: 'Released', comfort: 10 },
    { title: 'Bulletin', comfort: 10 },
    { title: 'Measured', comfort: 8 },
    { title: 'Known default', comfort: 16 },
  ];
  return { head, sections: [{ heading: null, rows }] };
}
