import type { Plan } from '../src/model/plan.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { esxcli } from './plan/esxcli.ts';
import { markdown } from './plan/markdown.ts';
import { powercli } from './plan/powercli.ts';
import { table } from './plan/table.ts';

/** Renderings of a plan for people; the first is the default. The plan itself is JSON, and written by the plan's own code. */
export const PLAN_REPORTERS: readonly Reporter<Plan>[] = [table, markdown];

/** The same steps for other tools and for change boards. */
export const PLAN_EXPORTS: readonly Reporter<Plan>[] = [esxcli, powercli, markdown];
