import type { Applies } from '../src/model/applies.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csv } from './applies/csv.ts';
import { json } from './applies/json.ts';
import { table } from './applies/table.ts';
import { lines } from './applies/words.ts';

/** Every rendering of what was applied and rolled back; the first is the default. */
export const APPLIES_REPORTERS: readonly Reporter<Applies>[] = [table, lines, csv, json];
