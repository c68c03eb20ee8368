import { ruleFor } from '../evaluate/rule-for.ts';
import { wouldPass } from '../checks/index.ts';
import { withoutDoubtful } from '../model/erratum.ts';
import type { Plan } from '../model/plan.ts';
import type { Scan } from '../model/scan.ts';
import { planFor as planOf, rulesOfScan } from '../plan/plan-for.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { planText } from '../plan/plan-text.ts';
import { askedByName, PLANNED_PACKS, selectRules } from '../rules/select.ts';
import { tool } from '../shipped/installation.ts';
import { knownRules, profiled, type RuleOptions } from './rules.ts';

/** What to plan. Nothing named: the pack `hpe`, as on the command line; others are planned only when named. */
export type PlanOptions = Pick<RuleOptions, 'packs' | 'rules' | 'folders' | 'profile'> & {
  /** Also set what is as wanted already and may only follow the default. */
  readonly pin?: boolean;
  /** Reboots alone, of hosts on which what is configured is right and waits for nothing else. */
  readonly rebootPending?: boolean;
};

/**
 * What would have to be set on the hosts of a scan, and what is left out and why. Writes nothing; what is unknown is never
 * planned. Save it with `savePlan` and carry it out with `esxcheck apply`, which reads everything again before it writes.
 * Throws PLAN_RULES_MISSING and PLAN_RULES_CHANGED where the scan was judged by other rules.
 */
export async function planFor(scan: Scan, options: PlanOptions = {}): Promise<Plan> {
  const { packs = [], rules: ids = [] } = options;
  const nothing = packs.length === 0 && ids.length === 0;
  const all = askedByName(profiled(await knownRules(options), options), { packs, ids });
  const planned = rulesOfScan(scan, selectRules(all, { packs: nothing ? PLANNED_PACKS : packs, ids }));
  // The others are heard where they speak against a step.
  const judged = rulesOfScan(scan, all);
  const pin = options.pin === true;
  const rebootPending = options.rebootPending === true;
  return planOf(withoutDoubtful(scan), judged, {
    tool: tool(),
    createdAt: new Date().toISOString(),
    planned: new Set(planned.map(({ id }) => id)),
    parameters: {
      ...(pin ? { pin: 'yes' } : {}),
      ...(rebootPending ? { 'reboot-pending': 'yes' } : {}),
      preconditions: 'not-read',
    },
    pin,
    rebootPending,
    deny: false,
    allowBroadRuleset: false,
    allowed: null,
    circumstances: null,
    ruleFor: (rule, host) => ruleFor(rule, host) ?? rule,
    wouldPass,
  });
}

/** A plan from the text of such a file. Throws PLAN_INVALID, and PLAN_CHANGED where it was edited. */
export function loadPlan(text: string): Plan {
  return parsePlan(text);
}

/** A plan as the file that `esxcheck apply` takes. */
export function savePlan(plan: Plan): string {
  return planText(plan);
}
