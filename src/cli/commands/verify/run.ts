import { existsSync } from 'node:fs';
import { SCAN_REPORTERS } from '../../../../reports/scan.ts';
import { readJournal } from '../../../apply/journal/journal.ts';
import { verifyPlan, type VerifyRequest, type VerifyResult } from '../../../apply/verify-plan.ts';
import { tallySteps, tallyWords } from '../../../apply/verify-tally.ts';
import { withFrameworks } from '../../../frameworks/framework-rules.ts';
import type { Plan } from '../../../model/plan.ts';
import { labelsOf } from '../../../config/labels.ts';
import type { Rule } from '../../../model/rule.ts';
import type { Scan } from '../../../model/scan.ts';
import { askedByName, selectRules } from '../../../rules/select.ts';
import { openConnection } from '../../../target/connections.ts';
import type { ConfigArguments, ReportArguments } from '../../common-options.ts';
import type { ConnectionArguments } from '../../connection-options.ts';
import { resolveOneTarget } from '../../shared/connections.ts';
import { type ViewArguments, viewFrom } from '../../view-options.ts';
import { type Io, note, print, warn } from '../../shared/console.ts';
import { exitCodeOfVerify } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { readPlan } from '../../shared/plan-file.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { judgingBy } from '../../shared/scan-request.ts';
import { frameworksNamed } from '../../../shipped/shipped-frameworks.ts';
import { type Configured, knownRules, profiled } from '../../shared/select-rules.ts';
import { withWaivers } from '../../shared/waivers.ts';

type VerifyArguments = ConnectionArguments &
  ConfigArguments &
  ReportArguments &
  Partial<ViewArguments> & {
    readonly plan: string;
    readonly rules?: readonly string[] | undefined;
    readonly profile?: string | undefined;
    readonly framework?: readonly string[] | undefined;
    readonly journal?: string | undefined;
    readonly maxUnknown: number;
    readonly failOn: string;
  };

/** Judges the hosts of a plan anew. Reads only. Resolves to the exit code of a scan. */
export async function run(args: VerifyArguments, io: Io): Promise<number> {
  const choice = await chooseReports(SCAN_REPORTERS, args, viewFrom(args));
  const plan = await readPlan(args.plan);
  const config = await findConfig(args, io);
  const rules = await touchedRules(plan, args, { config, io });
  const waive = (found: Scan) => withWaivers(found, config, { whole: false, now: new Date() }, io);
  const waiving = { labels: labelsOf(config), waive };
  const { scan, own, isWhole, doubts } = await judgePlan(plan, rules, { args, io }, waiving);
  for (const doubt of doubts) await warn(io, doubt);
  await writeReports(choice, scan, io);
  const sum = `Steps of the plan: ${tallyWords(tallySteps(plan, own))}.`;
  // Whatever a program reads stays one document.
  await (choice.printed?.name === 'table' ? print(io, `\n${sum}\n`) : note(io, sum));
  const { maxUnknown } = args;
  return exitCodeOfVerify(own, isWhole, { maxUnknown, failOn: args.failOn === 'warn' ? 'warn' : 'fail' });
}

/** The rules that steps of the plan name. */
async function touchedRules(plan: Plan, args: VerifyArguments, configured: Configured): Promise<readonly Rule[]> {
  const ids = [...new Set(plan.steps.map(({ why }) => why.rule))];
  if (ids.length === 0) return [];
  // The plan has named them: whom the config has judged by them is not asked again.
  const scope = { packs: false, enabled: false, usual: null };
  const known = await knownRules({ rules: [...(args.rules ?? [])] }, configured, scope);
  const named = { packs: [], ids };
  const names = args.framework ?? frameworksOf(plan);
  const controls = names.length === 0 ? [] : (await frameworksNamed(names)).rules;
  const profile = args.profile ?? plan.parameters['profile'];
  const chosen = withFrameworks(selectRules(profiled(known, profile), named), controls, { only: true });
  return askedByName(chosen, named);
}

/** The frameworks whose values the plan was made by. */
function frameworksOf(plan: Plan): readonly string[] {
  return plan.parameters['framework']?.split(', ') ?? [];
}

async function judgePlan(
  plan: Plan,
  rules: readonly Rule[],
  { args, io }: { readonly args: VerifyArguments; readonly io: Io },
  waiving: Pick<VerifyRequest, 'labels' | 'waive'>,
): Promise<VerifyResult> {
  const journal = args.journal ?? `${args.plan}.journal`;
  const records = args.journal !== undefined || existsSync(journal) ? await readJournal(journal) : [];
  const judging = await judgingBy(io);
  const session = await openConnection(await resolveOneTarget(args, io), { signal: io.signal });
  try {
    return await verifyPlan(session, plan, {
      rules,
      records,
      ...waiving,
      ...judging,
    });
  } finally {
    await session.close();
  }
}
