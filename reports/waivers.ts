import type { Reporter } from '../src/model/reporter.ts';
import { csv } from './waivers/csv.ts';
import { json } from './waivers/json.ts';
import { lines } from './waivers/lines.ts';
import type { WaiverListing } from './waivers/listing.ts';
import { table } from './waivers/table.ts';

/** Every rendering of the waivers of a config; the first is the default on a terminal. */
export const WAIVER_REPORTERS: readonly Reporter<WaiverListing>[] = [table, lines, csv, json];
