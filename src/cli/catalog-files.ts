import type { TargetRelease } from '../model/catalog.ts';
import { type CatalogFolder, loadCatalogFolder } from '../rules/catalog/folder.ts';
import { resolveRelease } from '../rules/catalog/resolve.ts';
import { targetReleaseOf } from '../rules/catalog/listing.ts';
import { shippedPath } from '../shipped/installation.ts';

/** The catalog that ships. */
export function shippedCatalog(): Promise<CatalogFolder> {
  return loadCatalogFolder(shippedPath('rules', 'catalog'));
}

/** What is known of the release that `--target-release` names; null without the flag. Throws RELEASE_UNKNOWN and RELEASE_AMBIGUOUS. */
export async function chooseTargetRelease(asked: string | undefined): Promise<TargetRelease | null> {
  if (asked === undefined) return null;
  const catalog = await shippedCatalog();
  return targetReleaseOf(catalog, resolveRelease(catalog.releases, asked));
}
