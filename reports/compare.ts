import type { Comparison } from '../src/model/comparison.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csv } from './compare/csv.ts';
import { json } from './compare/json.ts';
import { comparisonTable } from './compare/table.ts';

/** Every rendering of a comparison; the first is the default. `all`: what differs by nature stands in the table, too. */
export function comparisonReporters(all: boolean): readonly Reporter<Comparison>[] {
  return [comparisonTable(all), csv, json];
}
