import { ruleFor } from '../evaluate/rule-for.ts';
import { wouldPass } from '../checks/index.ts';
import type { HostCircumstances } from '../model/circumstances.ts';
import { remarksOn, withoutDoubtful } from '../model/erratum.ts';
import type { Plan } from '../model/plan.ts';
import { isLost, type Scan } from '../model/scan.ts';
import { type PlanOptions, stepsByHost } from '../plan/decision.ts';
import { planFor, rulesOfScan } from '../plan/plan-for.ts';
import { circumstancesFor } from '../scan/plan-circumstances.ts';
import { scanEstate } from '../scan/scan-estate.ts';
import { tool } from '../shipped/installation.ts';
import type { Gathering } from './gathering.ts';
import { warn } from './io.ts';
import { misuse } from './misuse.ts';
import type { PlanWishes } from './plan-wishes.ts';
import type { Configured } from './rule-choice.ts';
import { withWaivers } from './waiving.ts';

/**
 * Scans, reads what stands around the hosts that would be changed, and plans. Writes to no host. Where the target was
 * lost in the scan, what stands around the hosts is not read, as for a plan from a saved scan.
 */
export async function planLive(
  { request, stop }: Gathering,
  wishes: PlanWishes,
  { config, io }: Configured,
): Promise<Plan> {
  const [connection, ...others] = request.connections;
  if (connection === undefined || others.length > 0) throw misuse('A plan is for one target: give one --target.');
  const { judged: rules, parameters } = wishes;
  try {
    const found = await scanEstate({ ...request, rules, parameters });
    const scan = await withWaivers(found, config, { whole: false, now: request.now() }, io);
    const draft = planFor(scan, rules, optionsFrom(wishes, request.now(), null));
    // A target that was lost is not logged in to again: where its password changed, that could lock the account.
    if (scan.targets.some(isLost)) return draft;
    const hosts = [...stepsByHost(draft).values()].flatMap(([step]) => (step === undefined ? [] : [step.host]));
    const circumstances = await circumstancesFor(connection, hosts, io.signal);
    return planFor(scan, rules, optionsFrom(wishes, request.now(), circumstances));
  } finally {
    stop();
  }
}

/** Plans from a saved scan; a finding that an older release may have told wrongly counts as unknown. What stands around the hosts is not read; `apply` reads it before it writes. */
export async function planOffline(
  found: Scan,
  wishes: PlanWishes,
  { config, io, now }: Configured & { readonly now: Date },
): Promise<Plan> {
  const judged = rulesOfScan(found, wishes.judged);
  const planned = rulesOfScan(found, wishes.planned);
  for (const remark of remarksOn(found)) await warn(io, remark);
  const scan = await withWaivers(withoutDoubtful(found), config, { whole: false, now }, io);
  return planFor(scan, judged, optionsFrom({ ...wishes, planned }, now, null));
}

function optionsFrom(
  wishes: PlanWishes,
  now: Date,
  circumstances: ReadonlyMap<string, HostCircumstances> | null,
): PlanOptions {
  const { planned, pin, deny, allowBroadRuleset, allowed } = wishes;
  return {
    tool: tool(),
    createdAt: now.toISOString(),
    planned: new Set(planned.map(({ id }) => id)),
    parameters: parametersOf(wishes, circumstances !== null),
    pin,
    deny,
    allowBroadRuleset,
    allowed,
    circumstances,
    ruleFor: (rule, host) => ruleFor(rule, host) ?? rule,
    wouldPass,
  };
}

/** What was asked for, as the plan shows it to those who review it. */
function parametersOf(wishes: PlanWishes, preconditionsRead: boolean): Readonly<Record<string, string>> {
  const { allowed, parameters, profile, pin, deny, allowBroadRuleset } = wishes;
  const network = allowed === null ? undefined : [...allowed.networks, ...allowed.addresses].join(', ');
  return {
    ...Object.fromEntries(parameters),
    ...(network === undefined ? {} : { 'vch-network': network }),
    ...(profile === null ? {} : { profile }),
    ...(pin ? { pin: 'yes' } : {}),
    ...(deny ? { deny: 'yes' } : {}),
    ...(allowBroadRuleset ? { 'allow-broad-ruleset': 'yes' } : {}),
    preconditions: preconditionsRead ? 'read' : 'not-read',
  };
}
