import type { SiteCatalogListing } from '../src/model/site-catalog-listing.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csv, json, lines } from './learnt/records.ts';
import { table } from './learnt/table.ts';

/** Every rendering of what the site learnt of releases; the first is the default. */
export const LEARNT_REPORTERS: readonly Reporter<SiteCatalogListing>[] = [table, lines, csv, json];
