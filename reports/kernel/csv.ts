import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing, ScannedHost } from '../../src/model/scan.ts';
import { type CsvColumn, csvText, type CsvValue, HOST_COLUMNS } from '../csv/write.ts';
import { byLowerCaseName } from '../text/kernel-values.ts';
import { type Missing, problemIn } from './lines.ts';

/** A row a host, by name; values as read, empty where they could not be. */
export const csv: Reporter<KernelListing> = {
  name: 'csv',
  description: 'One row a host, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ hosts, setting }) => csvText(columnsFor(setting), byLowerCaseName(hosts)),
};

function columnsFor(setting: string): CsvColumn<ScannedHost>[] {
  const value = (name: string, valueOf: (value: KernelSetting) => CsvValue): CsvColumn<ScannedHost> => ({
    name,
    valueOf: ({ kernel }) => {
      const reading = kernel.get(setting);
      return reading?.kind === 'read' ? valueOf(reading.value) : null;
    },
  });
  const problem = (name: string, valueOf: (problem: Missing) => CsvValue): CsvColumn<ScannedHost> => ({
    name,
    valueOf: ({ kernel }) => {
      const found = problemIn(kernel.get(setting));
      return found === null ? null : valueOf(found);
    },
  });
  return [
    ...HOST_COLUMNS,
    { name: 'setting', valueOf: () => setting },
    value('type', ({ type }) => type),
    value('default', (read) => read.default),
    value('configured', ({ configured }) => configured),
    value('runtime', ({ runtime }) => runtime),
    value('source', ({ source }) => source),
    problem('reason', ({ code }) => code),
    problem('detail', ({ detail }) => detail),
  ];
}
