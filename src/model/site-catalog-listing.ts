import type { SiteMeasurement } from './site-default.ts';

/** One measurement of the site, as `catalog learned` tells it. */
export interface ListedMeasurement extends SiteMeasurement {
  /** Name of the release in the catalog that ships; null for a build that it does not hold. */
  readonly release: string | null;
  /** Name of the image profile; null where it was not told. */
  readonly image: string | null;
  /** SHA-256 of the lines of the snapshot that it was learnt from. */
  readonly snapshot: string;
}

/** What the site learnt and did not forget. */
export interface SiteCatalogListing {
  readonly tool: { readonly name: string; readonly version: string };
  readonly file: string;
  /** By build, then host. */
  readonly measurements: readonly ListedMeasurement[];
}
