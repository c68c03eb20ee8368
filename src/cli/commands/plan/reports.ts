import { PLAN_EXPORTS, PLAN_REPORTERS } from '../../../../reports/plan.ts';
import type { Plan } from '../../../model/plan.ts';
import type { Reporter } from '../../../model/reporter.ts';
import { planText } from '../../../plan/plan-text.ts';
import type { ReportArguments } from '../../common-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { chooseReports, type ReportChoice } from '../../shared/report-output.ts';

/** The plan itself, the one form that `apply` takes. */
const json: Reporter<Plan> = {
  name: 'json',
  description: 'The plan itself, esxcheck.plan/1, with its hash: what "esxcheck apply" takes.',
  extensions: ['.json'],
  render: (plan) => [planText(plan)],
};

const EVERY = [...new Set([...PLAN_REPORTERS, json, ...PLAN_EXPORTS])];

/** `--export` prints for other tools what `--format` prints for people. Throws USAGE for both at once. */
export async function choosePlanReports(
  args: ReportArguments & { readonly export?: string | undefined },
): Promise<ReportChoice<Plan>> {
  if (args.export === undefined) return chooseReports(EVERY, args);
  if (args.format !== undefined) throw usageError('--format and --export both say what to print: give one of them.');
  return chooseReports(EVERY, { ...args, format: args.export });
}

/** Path of the plan file among the files to be written, which `apply` can be given; null when there is none. */
export function planFileOf({ files }: ReportChoice<Plan>): string | null {
  return files.find(({ reporter }) => reporter.name === json.name)?.path ?? null;
}
