import { type Catalog, loadCatalog } from '../rules/catalog/releases.ts';
import { shippedPath } from './installation.ts';

/** Names and dates of releases by build, from the catalog that ships. Throws CATALOG_INVALID. */
export async function shippedReleases(): Promise<Pick<Catalog, 'releaseName' | 'releaseDate'>> {
  const { releaseName, releaseDate } = await loadCatalog(shippedPath('rules', 'catalog', 'releases.csv'));
  return { releaseName, releaseDate };
}
