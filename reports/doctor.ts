import type { Checkup } from '../src/model/doctor-report.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { json } from './doctor/json.ts';
import { table } from './doctor/table.ts';

/** Every rendering of a checkup; the first is the default. */
export const DOCTOR_REPORTERS: readonly Reporter<Checkup>[] = [table, json];
