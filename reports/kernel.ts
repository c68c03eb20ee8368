import type { Reporter } from '../src/model/reporter.ts';
import type { KernelListing } from '../src/model/scan.ts';
import { csv } from './kernel/csv.ts';
import { json } from './kernel/json.ts';
import { lines } from './kernel/lines.ts';
import { table } from './kernel/table.ts';

/** Every rendering of a kernel listing; the first is the default. */
export const KERNEL_REPORTERS: readonly Reporter<KernelListing>[] = [lines, table, csv, json];
