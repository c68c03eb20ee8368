import type { PatchListing } from '../src/model/patch-listing.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csv } from './patch/csv.ts';
import { json } from './patch/json.ts';
import { lines } from './patch/lines.ts';
import { table } from './patch/table.ts';

/** Every rendering of what a patch does to kernel settings; the first is the default. */
export const PATCH_REPORTERS: readonly Reporter<PatchListing>[] = [table, lines, csv, json];
