import type { Reporter } from '../../src/model/reporter.ts';
import type { WaiverState } from '../../src/model/waiver.ts';
import { cell, type Cell, type Grid, type GridColumn, escapeControlCharacters } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import type { Tone } from '../text/paint.ts';
import { counted, plain, prose } from '../text/wrap.ts';
import { waiverLine } from './lines.ts';
import { type ListedWaiver, recordsText, scopeText, type WaiverListing } from './listing.ts';

/** For people on a terminal: a row a waiver, the first to expire first, then how many are in which state. */
export const table: Reporter<WaiverListing> = {
  name: 'table',
  description: 'For people: a row a waiver, the first to expire first.',
  extensions: ['.txt'],
  *render({ day, waivers }, options) {
    const page = pageFor(options);
    const sorted = waivers.toSorted((one, other) => one.daysLeft - other.daysLeft);
    yield* rowsText(sorted, page);
    yield prose(
      [plain(`${counted(waivers.length, 'waiver')} on ${escapeControlCharacters(day)}${statesText(waivers)}.`)],
      page,
    );
  },
};

interface Column extends GridColumn {
  readonly cellOf: (waiver: ListedWaiver) => Cell;
}

const TONES: Readonly<Record<WaiverState, Tone>> = { expired: 'bad', expiring: 'careful', active: 'good' };

const COLUMNS: readonly Column[] = [
  { title: 'State', comfort: 8, cellOf: ({ state }) => cell(state, TONES[state]) },
  {
    title: 'Until',
    comfort: 10,
    cellOf: ({ expires, daysLeft }) => [...cell(expires), ...cell(ageText(daysLeft), 'faint')],
  },
  {
    title: 'Waives',
    comfort: 24,
    cellOf: (waiver) => [
      ...cell(escapeControlCharacters(waiver.rule)),
      ...cell(escapeControlCharacters(scopeText(waiver)), 'faint'),
    ],
  },
  { title: 'Because', comfort: 24, cellOf: ({ reason }) => cell(escapeControlCharacters(reason)) },
  {
    title: 'Owner',
    comfort: 16,
    cellOf: (waiver) =>
      recordsText(waiver).flatMap((text, index) =>
        cell(escapeControlCharacters(text), index === 0 ? 'plain' : 'faint'),
      ),
  },
];

function* rowsText(waivers: readonly ListedWaiver[], page: Page): Iterable<string> {
  if (waivers.length === 0) return;
  if (bearsGrid(page, waivers.length)) yield `${drawGrid(gridOf(waivers), page)}\n`;
  else for (const waiver of waivers) yield prose([plain(waiverLine(waiver))], page);
}

function gridOf(waivers: readonly ListedWaiver[]): Grid {
  const rows = waivers.map((waiver) => COLUMNS.map(({ cellOf }) => cellOf(waiver)));
  return { head: COLUMNS, sections: [{ heading: null, rows }] };
}

function ageText(days: number): string {
  if (days === 0) return 'last day';
  return days > 0 ? `${counted(days, 'day')} left` : `${counted(-days, 'day')} ago`;
}

/** `: 1 expired, 2 expiring, 3 active`; '' where there is none. */
function statesText(waivers: readonly ListedWaiver[]): string {
  const counts = (['expired', 'expiring', 'active'] as const)
    .map((state) => ({ state, count: waivers.filter((waiver) => waiver.state === state).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? '' : `: ${counts.map(({ state, count }) => `${count} ${state}`).join(', ')}`;
}
