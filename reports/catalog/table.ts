import type {
  CatalogListing,
  DefaultFlip,
  DefaultFlips,
  ListedRelease,
  ReleaseIdentity,
} from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { cell, type Cell, type Grid, type GridColumn, escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { drawGrid, type Layout, roomiest } from '../text/grid.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { counted, plain, prose, strong } from '../text/wrap.ts';
import {
  confidenceWords,
  defaultText,
  flipConfidence,
  knownWords,
  nameText,
  supportSentence,
  supportText,
} from './words.ts';

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
  else
    for (const release of releases)
      yield prose(
        [plain(`${escapeControlCharacters(release.build)} ${recalledText(nameText(release), release)}`)],
        page,
      );
  const measured = releases.filter((release) => release.measured).length;
  const [only, ...others] = releases;
  if (only !== undefined && others.length === 0) yield prose([plain(supportSentence(only))], page);
  yield prose([plain(`${counted(releases.length, 'release')}, ${measured} of them measured on a lab host.`)], page);
}

interface Column extends GridColumn {
  readonly cellOf: (release: ListedRelease) => Cell;
}

const BUILD: Column = { title: 'Build', comfort: 8, cellOf: ({ build }) => cell(escapeControlCharacters(build)) };
const NAME: Column = { title: 'Release', comfort: 20, cellOf: (release) => cell(nameText(release)) };
/** Where there is no room for the date, beside which it stands else. */
const NAME_ALONE: Column = { ...NAME, cellOf: (release) => cell(recalledText(nameText(release), release)) };
const DATE: Column = { title: 'Released', comfort: 10, cellOf: (release) => cell(dateText(release)) };
const BULLETIN: Column = { title: 'Bulletin', comfort: 10, cellOf: ({ bulletin }) => cell(harmlessOr(bulletin, '')) };
const SUPPORT: Column = { title: 'Support ends', comfort: 10, cellOf: ({ support }) => cell(supportText(support)) };
const MEASURED: Column = { title: 'Measured', comfort: 8, cellOf: ({ measured }) => cell(measured ? 'yes' : 'no') };
const KNOWN: Column = { title: 'Known default', comfort: 16, cellOf: (release) => cell(knownWords(release)) };

const LAYOUTS: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [BUILD, NAME, DATE, SUPPORT, BULLETIN, MEASURED, KNOWN], from: 112 },
  { columns: [BUILD, NAME, DATE, SUPPORT, MEASURED, KNOWN], from: 96 },
  { columns: [BUILD, NAME, DATE, KNOWN], from: 64 },
  { columns: [BUILD, NAME_ALONE], from: 0 },
];

function dateText(release: ListedRelease): string {
  return recalledText(harmlessOr(release.released, '?'), release);
}

function recalledText(text: string, { recalled }: ListedRelease): string {
  return recalled ? `${text}, recalled` : text;
}

/** From roomy to narrow. */
function layoutsFor(releases: readonly ListedRelease[]): Layout[] {
  return LAYOUTS.map(({ columns, from }) => {
    const rows = releases.map((release) => columns.map(({ cellOf }) => cellOf(release)));
    return { from, grid: { head: columns, sections: [{ heading: null, rows }] } };
  });
}

/** The defaults that differ between two releases; settings that only one of them has are named below. */
function* flipsText(flips: DefaultFlips, releases: readonly ListedRelease[], page: Page): Iterable<string> {
  const changed = flips.flips.filter(({ change }) => change === 'default');
  yield prose([strong(`${releaseText(flips.from)} -> ${releaseText(flips.to)}`)], page);
  for (const release of releases) if (!release.measured) yield prose([plain(unmeasured(release))], page);
  if (changed.length > 0) yield* changedText(changed, page);
  yield onlyText('Only in the second', flips.flips, 'new', page);
  yield onlyText('Only in the first', flips.flips, 'gone', page);
  const differ = `${counted(changed.length, 'default')} ${changed.length === 1 ? 'differs' : 'differ'}`;
  const settings = counted(flips.same, flips.complete ? 'setting' : 'known setting');
  yield prose([plain(`${differ}; ${settings} with the same default in both.`)], page);
}

function* changedText(changed: readonly DefaultFlip[], page: Page): Iterable<string> {
  if (bearsGrid(page, changed.length)) yield `${drawGrid(gridOf(changed), page)}\n`;
  else {
    for (const { setting, from, to } of changed)
      yield prose([plain(`${escapeControlCharacters(setting)}: ${defaultText(from)} -> ${defaultText(to)}`)], page);
  }
}

function gridOf(changed: readonly DefaultFlip[]): Grid {
  const rows = changed.map((flip) => [
    cell(escapeControlCharacters(flip.setting)),
    cell(defaultText(flip.from)),
    cell(defaultText(flip.to)),
    cell(flipConfidence(flip, confidenceWords)),
    cell(flip.labDependent ? 'depends on the hardware of the lab' : '', 'faint'),
  ]);
  const head = [
    { title: 'Setting', comfort: 20 },
    { title: 'Default', comfort: 8 },
    { title: 'New', comfort: 8 },
    { title: 'Known', comfort: 10 },
    { title: 'Remark', comfort: 12 },
  ];
  return { head, sections: [{ heading: null, rows }] };
}

function onlyText(label: string, flips: readonly DefaultFlip[], change: DefaultFlip['change'], page: Page): string {
  const names = flips.filter((flip) => flip.change === change).map(({ setting }) => escapeControlCharacters(setting));
  if (names.length === 0) return '';
  return prose([strong(`${label} (${names.length}):`), plain(names.join(', '))], page);
}

function releaseText({ name, build }: ReleaseIdentity): string {
  return `${escapeControlCharacters(name)} (build ${escapeControlCharacters(build)})`;
}

function unmeasured(release: ListedRelease): string {
  const known = knownWords(release);
  const told = known === '' ? 'nothing else is known of its defaults' : `known otherwise: ${known}`;
  return `${escapeControlCharacters(release.name)} was not measured; ${told}. Nothing is guessed from its neighbours.`;
}
