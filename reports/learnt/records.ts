import type { Reporter } from '../../src/model/reporter.ts';
import type { ListedMeasurement, SiteCatalogListing } from '../../src/model/site-catalog-listing.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { machineText } from './table.ts';

/** `BUILD HOST DAY: MACHINE (settings)`. */
export const lines: Reporter<SiteCatalogListing> = {
  name: 'lines',
  description: 'One line a measurement, to grep.',
  extensions: ['.lines', '.log'],
  *render({ measurements }) {
    for (const measurement of measurements) {
      const { build, version, host, day, defaults } = measurement;
      const what = [build, version, host, day].map(escapeControlCharacters).join(' ');
      yield `${what}: ${machineText(measurement)} (${defaults.size} defaults)\n`;
    }
    yield `summary measurements=${measurements.length}\n`;
  },
};

const COLUMNS: readonly CsvColumn<ListedMeasurement>[] = [
  { name: 'build', valueOf: ({ build }) => build },
  { name: 'version', valueOf: ({ version }) => version },
  { name: 'release', valueOf: ({ release }) => release },
  { name: 'host', valueOf: ({ host }) => host },
  { name: 'day', valueOf: ({ day }) => day },
  { name: 'vendor', valueOf: ({ machine }) => machine.vendor },
  { name: 'model', valueOf: ({ machine }) => machine.model },
  { name: 'image_vendor', valueOf: ({ machine }) => machine.imageVendor },
  { name: 'image', valueOf: ({ image }) => image },
  { name: 'defaults', valueOf: ({ defaults }) => defaults.size },
  { name: 'snapshot_sha256', valueOf: ({ snapshot }) => snapshot },
];

/** A row a measurement, without its defaults. */
export const csv: Reporter<SiteCatalogListing> = {
  name: 'csv',
  description: 'One row a measurement, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ measurements }) => csvText(COLUMNS, measurements),
};

/** The contract `esxcheck.learnt/1`, a measurement a line, with every default. */
export const json: Reporter<SiteCatalogListing> = {
  name: 'json',
  description: 'One document, esxcheck.learnt/1, with a published JSON Schema: every default.',
  extensions: ['.json'],
  render: ({ tool, file, measurements }) =>
    jsonDocument([
      [member('schema', 'esxcheck.learnt/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('file', file)],
      listMember('measurements', measurements.map(measurementRecord)),
    ]),
};

/** Settings are a list: a name may be any text. */
function measurementRecord(measurement: ListedMeasurement) {
  const { build, version, release, host, day, machine, image, snapshot } = measurement;
  const { vendor, model, imageVendor } = machine;
  const defaults = [...measurement.defaults].map(([setting, value]) => ({ setting, value }));
  return { build, version, release, host, day, vendor, model, imageVendor, image, snapshot, defaults };
}
