import type { PrepatchReport } from '../src/model/readiness.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csv } from './prepatch/csv.ts';
import { json } from './prepatch/json.ts';
import { table } from './prepatch/table.ts';

/** Every rendering of the answer to "may these hosts be patched"; the first is the default. */
export const PREPATCH_REPORTERS: readonly Reporter<PrepatchReport>[] = [table, csv, json];
