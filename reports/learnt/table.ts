import type { Reporter } from '../../src/model/reporter.ts';
import type { ListedMeasurement, SiteCatalogListing } from '../../src/model/site-catalog-listing.ts';
import { cell, type Cell, escapeControlCharacters, type GridColumn, harmlessOr } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, pageFor } from '../text/page.ts';
import { counted, plain, prose } from '../text/wrap.ts';

interface Column extends GridColumn {
  readonly cellOf: (measurement: ListedMeasurement) => Cell;
}

const COLUMNS: readonly Column[] = [
  {
    title: 'Release',
    comfort: 20,
    cellOf: ({ release, version, build }) => [
      ...cell(harmlessOr(release, escapeControlCharacters(version))),
      ...cell(`build ${escapeControlCharacters(build)}`, 'faint'),
    ],
  },
  { title: 'Measured on', comfort: 14, cellOf: ({ host }) => cell(escapeControlCharacters(host)) },
  { title: 'Day', comfort: 10, cellOf: ({ day }) => cell(escapeControlCharacters(day)) },
  {
    title: 'Machine',
    comfort: 24,
    cellOf: (measurement) => [
      ...cell(machineText(measurement)),
      ...cell(`image of ${harmlessOr(measurement.machine.imageVendor, '?')}`, 'faint'),
    ],
  },
  { title: 'Defaults', comfort: 8, cellOf: ({ defaults }) => cell(String(defaults.size)) },
];

/** `HPE ProLiant DL380 Gen10`, harmless. */
export function machineText({ machine }: Pick<ListedMeasurement, 'machine'>): string {
  return `${harmlessOr(machine.vendor, '?')} ${harmlessOr(machine.model, '?')}`;
}

/** For people: a row a measurement. */
export const table: Reporter<SiteCatalogListing> = {
  name: 'table',
  description: 'For people: a row a measurement.',
  extensions: ['.txt'],
  *render({ file, measurements }, options) {
    const page = pageFor(options);
    if (measurements.length > 0 && bearsGrid(page, measurements.length)) {
      const rows = measurements.map((measurement) => COLUMNS.map(({ cellOf }) => cellOf(measurement)));
      yield `${drawGrid({ head: COLUMNS, sections: [{ heading: null, rows }] }, page)}\n`;
    } else {
      for (const measurement of measurements) {
        const { build, host, day } = measurement;
        const text = `${escapeControlCharacters(build)} on ${escapeControlCharacters(host)}, ${escapeControlCharacters(day)}: ${machineText(measurement)}`;
        yield prose([plain(text)], page);
      }
    }
    yield prose([plain(`${counted(measurements.length, 'measurement')} in ${escapeControlCharacters(file)}.`)], page);
  },
};
