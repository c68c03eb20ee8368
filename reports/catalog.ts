import type { CatalogListing } from '../src/model/catalog.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csv } from './catalog/csv.ts';
import { json } from './catalog/json.ts';
import { table } from './catalog/table.ts';
import { lines } from './catalog/words.ts';

/** Every rendering of what the catalog tells; the first is the default. */
export const CATALOG_REPORTERS: readonly Reporter<CatalogListing>[] = [table, lines, csv, json];
