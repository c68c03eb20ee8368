import type { Release } from '../../model/catalog.ts';
import { buildIn, type CatalogRow, catalogRows, cell, filled, refuseTwice } from './rows.ts';

const COLUMNS = [
  'version',
  'branch',
  'name',
  'also',
  'bulletin',
  'build',
  'released',
  'recalled',
  'confidence',
  'source',
];

/** The text of `releases.csv`: one row a build. */
export function parseReleases(text: string, file: string): readonly Release[] {
  const builds = new Set<string>();
  return catalogRows(text, file, COLUMNS).map((row) => {
    const release = releaseFrom(row);
    refuseTwice(builds, row, release.build, `build ${release.build}`);
    return release;
  });
}

function releaseFrom(row: CatalogRow): Release {
  const optional = (column: string): string | null => row.cells.get(column)?.trim() || null;
  return {
    version: cell(row, 'version', /^\d{1,3}(\.\d{1,3}){1,3}$/, 'a version'),
    branch: cell(row, 'branch', /^(Update \d)?$/, 'an update such as Update 1, or nothing,') || null,
    name: filled(row, 'name'),
    also: optional('also'),
    bulletin: optional('bulletin'),
    build: buildIn(row),
    released: cell(row, 'released', /^(\d{4}-\d\d-\d\d)?$/, 'a date or nothing') || null,
    recalled: cell(row, 'recalled', /^(yes)?$/, 'yes or nothing') === 'yes',
    confidence: filled(row, 'confidence'),
    source: filled(row, 'source'),
  };
}
