import type { Release } from '../model/catalog.ts';
import { catalogText } from './catalog/folder.ts';
import { parseReleases } from './catalog/releases.ts';

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
