import type { Release } from '../../model/catalog.ts';
import { buildIn, type CatalogRow, catalogRows, catalogText, cell, filled, refuseTwice } from './rows.ts';

export interface Catalog {
  readonly releases: readonly Release[];
  /** Null for a build that no source names: a hot patch, or one newer than the catalog. */
  readonly releaseName: (build: string) => string | null;
  /** ISO 8601; null where no source tells. */
  readonly releaseDate: (build: string) => string | null;
}

/** Reads `rules/catalog/releases.csv`. Throws CATALOG_INVALID with the line that is wrong. */
export async function loadCatalog(file: string): Promise<Catalog> {
  return parseCatalog(await catalogText(file), file);
}

/** Names by build, from the text of the release list. */
export function parseCatalog(text: string, file: string): Catalog {
  const releases = parseReleases(text, file);
  const byBuild = new Map(releases.map((release) => [release.build, release]));
  return {
    releases,
    releaseName: (build) => byBuild.get(build)?.name ?? null,
    releaseDate: (build) => byBuild.get(build)?.released ?? null,
  };
}

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
