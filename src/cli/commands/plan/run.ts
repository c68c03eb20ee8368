import { countsText } from '../../../../reports/plan/action-words.ts';
import { wouldPass } from '../../../checks/index.ts';
import { ruleFor } from '../../../evaluate/rule-for.ts';
import type { HostCircumstances } from '../../../model/circumstances.ts';
import { remarksOn, withoutDoubtful } from '../../../model/erratum.ts';
import type { Plan } from '../../../model/plan.ts';
import { isLost, type Scan } from '../../../model/scan.ts';
import { SITE_LIST_NAMES } from '../../../model/site-lists.ts';
import { type PlanOptions, stepsByHost } from '../../../plan/decision.ts';
import { planFor, rulesOfScan } from '../../../plan/plan-for.ts';
import { circumstancesFor } from '../../../scan/plan-circumstances.ts';
import { scanEstate } from '../../../scan/scan-estate.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ConfigArguments, ReportArguments, RuleArguments } from '../../common-options.ts';
import type {
  ConnectionArguments,
  ProcessArguments,
  ReadingArguments,
  ScopeArguments,
} from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, note, warn } from '../../shared/console.ts';
import { exitCodeOfPlan } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { readPlanInput } from '../../shared/plan-file.ts';
import { type ReportChoice, writeReports } from '../../shared/report-output.ts';
import { gatherRequest, type ScanPreparation } from '../../shared/scan-request.ts';
import type { Configured } from '../../shared/select-rules.ts';
import { withWaivers } from '../../shared/waivers.ts';
import { nothingPlanned } from '../apply/planned-hosts.ts';
import type { PlanArguments } from './options.ts';
import { choosePlanReports, planFileOf } from './reports.ts';
import { planRequest, type PlanRequest } from './request.ts';

/** Writes down what would make failing hosts pass, for people to review and `apply` to carry out. Writes to no host. */
export async function run(args: PlanningArguments & ReportArguments, io: Io): Promise<number> {
  const reports = await choosePlanReports(args);
  const made = await makePlan(args, io);
  await writeReports(reports, made.plan, io);
  await tellNext(made, reports, io);
  return exitCodeOfPlan(made.plan);
}

export type PlanningArguments = ConnectionArguments &
  ReadingArguments &
  ProcessArguments &
  ScopeArguments &
  ConfigArguments &
  RuleArguments &
  PlanArguments;

/** A plan and how it came to be: read from hosts, made of a saved scan, or a plan that was only read. */
export interface MadePlan {
  readonly plan: Plan;
  readonly how: 'live' | 'from-scan' | 'from-plan';
  /** Path of the file that was named with `--from`; null when none was. */
  readonly from: string | null;
}

/** Makes the plan that the flags ask for. Throws USAGE for flags that would be silently without effect. */
export async function makePlan(args: PlanningArguments, io: Io): Promise<MadePlan> {
  const { from } = args;
  if (from === undefined) return { plan: await live(args, io), how: 'live', from: null };
  refuse(args, WITHOUT_EFFECT_ON_FILES, 'a file is read and nobody is asked');
  const input = await readPlanInput(from);
  if (input.kind === 'plan') {
    refuse(args, WITHOUT_EFFECT_ON_PLANS, 'the file is a plan already');
    return { plan: input.plan, how: 'from-plan', from };
  }
  const configured = { config: await findConfig(args, io), io };
  const plannedBy = await planRequest(args, configured);
  return { plan: await planOffline(input.scan, plannedBy, { ...configured, now: new Date() }), how: 'from-scan', from };
}

/** Asks for the password where it must, so it comes after all that can be wrong with the other flags. */
async function live(args: PlanningArguments, io: Io): Promise<Plan> {
  if ((args.target ?? []).length > 1) throw usageError('A plan is for one target: give one --target.');
  const configured = { config: await findConfig(args, io), io };
  const plannedBy = await planRequest(args, configured);
  return planLive(await gatherRequest(args, io), plannedBy, configured);
}

type Flags = Readonly<Record<string, keyof PlanningArguments>>;

const WITHOUT_EFFECT_ON_FILES: Flags = {
  '--target': 'target',
  '--properties-only': 'propertiesOnly',
  '--datacenter': 'datacenter',
  '--compute-resource': 'computeResource',
  '--host': 'host',
  '--vch-address': 'vchAddress',
};

const WITHOUT_EFFECT_ON_PLANS: Flags = {
  '--config': 'config',
  '--pack': 'pack',
  '--rule': 'rule',
  '--rules': 'rules',
  '--profile': 'profile',
  '--framework': 'framework',
  '--pin': 'pin',
  '--reboot-pending': 'rebootPending',
  '--deny': 'deny',
  '--vch-network': 'vchNetwork',
  '--allow-broad-ruleset': 'allowBroadRuleset',
};

function refuse(args: PlanningArguments, flags: Flags, why: string): void {
  const given = Object.entries(flags).find(([, name]) => args[name] !== undefined);
  if (given !== undefined) throw usageError(`${given[0]} has no effect with --from: ${why}.`);
}

/**
 * Scans, reads what stands around the hosts that would be changed, and plans. Writes to no host. Where the target was
 * lost in the scan, what stands around the hosts is not read, as for a plan from a saved scan.
 */
export async function planLive(
  { request, stop }: ScanPreparation,
  plannedBy: PlanRequest,
  { config, io }: Configured,
): Promise<Plan> {
  const [connection, ...others] = request.connections;
  if (connection === undefined || others.length > 0) throw usageError('A plan is for one target: give one --target.');
  const { judged: rules, parameters } = plannedBy;
  try {
    const found = await scanEstate({ ...request, rules, parameters });
    const scan = await withWaivers(found, config, { whole: false, now: request.now() }, io);
    const draft = planFor(scan, rules, optionsFrom(plannedBy, request.now(), null));
    // A target that was lost is not logged in to again: where its password changed, that could lock the account.
    if (scan.targets.some(isLost)) return draft;
    const hosts = [...stepsByHost(draft).values()].flatMap(([step]) => (step === undefined ? [] : [step.host]));
    const circumstances = await circumstancesFor(connection, hosts, io.signal);
    return planFor(scan, rules, optionsFrom(plannedBy, request.now(), circumstances));
  } finally {
    stop();
  }
}

/** Plans from a saved scan; a finding that an older release may have told wrongly counts as unknown. What stands around the hosts is not read; `apply` reads it before it writes. */
export async function planOffline(
  found: Scan,
  plannedBy: PlanRequest,
  { config, io, now }: Configured & { readonly now: Date },
): Promise<Plan> {
  const judged = rulesOfScan(found, plannedBy.judged);
  const planned = rulesOfScan(found, plannedBy.planned);
  for (const remark of remarksOn(found)) await warn(io, remark);
  const scan = await withWaivers(withoutDoubtful(found), config, { whole: false, now }, io);
  return planFor(scan, judged, optionsFrom({ ...plannedBy, planned }, now, null));
}

function optionsFrom(
  plannedBy: PlanRequest,
  now: Date,
  circumstances: ReadonlyMap<string, HostCircumstances> | null,
): PlanOptions {
  const { planned, pin, rebootPending, deny, allowBroadRuleset, allowed } = plannedBy;
  return {
    tool: tool(),
    createdAt: now.toISOString(),
    planned: new Set(planned.map(({ id }) => id)),
    parameters: parametersOf(plannedBy, circumstances !== null),
    pin,
    rebootPending,
    deny,
    allowBroadRuleset,
    allowed,
    circumstances,
    ruleFor: (rule, host) => ruleFor(rule, host) ?? rule,
    wouldPass,
  };
}

/** What was asked for, as the plan shows it to those who review it. */
function parametersOf(plannedBy: PlanRequest, preconditionsRead: boolean): Readonly<Record<string, string>> {
  const { allowed, parameters, profile, frameworks, pin, rebootPending, deny, allowBroadRuleset } = plannedBy;
  const network = allowed === null ? undefined : [...allowed.networks, ...allowed.addresses].join(', ');
  const lists: readonly string[] = SITE_LIST_NAMES;
  return {
    // No step hangs on a list of the site: a rule that asks for one has no remedy.
    ...Object.fromEntries([...parameters].filter(([name]) => !lists.includes(name))),
    ...(network === undefined ? {} : { 'vch-network': network }),
    ...(profile === null ? {} : { profile }),
    ...(frameworks.length === 0 ? {} : { framework: frameworks.map(({ name }) => name).join(', ') }),
    ...(pin ? { pin: 'yes' } : {}),
    ...(rebootPending ? { 'reboot-pending': 'yes' } : {}),
    ...(deny ? { deny: 'yes' } : {}),
    ...(allowBroadRuleset ? { 'allow-broad-ruleset': 'yes' } : {}),
    preconditions: preconditionsRead ? 'read' : 'not-read',
  };
}

/** What to do with the plan, on stderr. What a plan from a file does not know is a warning, which `--quiet` keeps. */
export async function tellNext({ plan, how, from }: MadePlan, reports: ReportChoice<Plan>, io: Io): Promise<void> {
  if (how === 'from-scan') await warn(io, `made of a saved scan, ${NOT_LOOKED_AT}`);
  else if (how === 'live' && plan.parameters['preconditions'] === 'not-read') {
    await warn(io, `made while the target was lost, ${NOT_LOOKED_AT}`);
  }
  // Both of these say it themselves.
  if (!['table', 'markdown'].includes(reports.printed?.name ?? '')) await note(io, `Plan: ${countsText(plan)}`);
  if (plan.steps.length === 0) return note(io, `There is nothing to apply. ${nothingPlanned(plan)}`);
  const file = planFileOf(reports) ?? (how === 'from-plan' ? from : null);
  const flag = plan.steps.every(({ rebootOnly }) => rebootOnly !== undefined) ? '--reboot ' : '';
  if (file !== null) return note(io, `Next: esxcheck apply ${file} ${flag}--target ${plan.target.url} ${DRY_RUN}`);
  // A plan on stdout is saved by whoever asked for it there.
  if (reports.printed?.name !== 'json') await note(io, 'The plan is not saved: add --output plan.json to apply it.');
}

const DRY_RUN = '(shows what would happen now; writes nothing without --confirm)';

const NOT_LOOKED_AT =
  'so whether a change would last was not looked at (staged patches, stateless hosts, profiles); ' +
  'apply looks before it writes, and leaves such hosts alone';
