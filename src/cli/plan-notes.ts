import type { Plan } from '../model/plan.ts';
import { type Io, note, warn } from './io.ts';
import { nothingPlanned } from './left-out.ts';
import type { MadePlan } from './plan-making.ts';
import { planFileOf } from './plan-reports.ts';
import type { ReportChoice } from './report-choice.ts';

/** What to do with the plan, on stderr. What a plan from a file does not know is a warning, which `--quiet` keeps. */
export async function tellNext({ plan, how, from }: MadePlan, reports: ReportChoice<Plan>, io: Io): Promise<void> {
  if (how === 'from-scan') await warn(io, `made of a saved scan, ${NOT_LOOKED_AT}`);
  else if (how === 'live' && plan.parameters['preconditions'] === 'not-read') {
    await warn(io, `made while the target was lost, ${NOT_LOOKED_AT}`);
  }
  if (plan.steps.length === 0) return note(io, `There is nothing to apply. ${nothingPlanned(plan)}`);
  const file = planFileOf(reports) ?? (how === 'from-plan' ? from : null);
  if (file !== null) return note(io, `Next: esxcheck apply ${file} --target ${plan.target.url} ${DRY_RUN}`);
  // A plan on stdout is saved by whoever asked for it there.
  if (reports.printed?.name !== 'json') await note(io, 'The plan is not saved: add --output plan.json to apply it.');
}

const DRY_RUN = '(shows what would happen now; writes nothing without --confirm)';

const NOT_LOOKED_AT =
  'so whether a change would last was not looked at (staged patches, stateless hosts, profiles); ' +
  'apply looks before it writes, and leaves such hosts alone';
