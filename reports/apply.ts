import type { ApplyReport } from '../src/model/outcome.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { json } from './apply/json.ts';
import { lines } from './apply/lines.ts';
import { table } from './apply/table.ts';

/** Every rendering of what an apply or a rollback did, or would do; the first is the default. */
export const APPLY_REPORTERS: readonly Reporter<ApplyReport>[] = [table, lines, json];
