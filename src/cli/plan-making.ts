import type { Plan } from '../model/plan.ts';
import { findConfig } from './config-file.ts';
import type { ConnectionArguments, ReadingArguments, ScopeArguments } from './connection-options.ts';
import type { Io } from './io.ts';
import { misuse } from './misuse.ts';
import type { ConfigArguments, RuleArguments } from './options.ts';
import { readPlanInput } from './plan-input.ts';
import type { PlanArguments } from './plan-options.ts';
import { planWishes } from './plan-wishes.ts';
import { planLive, planOffline } from './planning.ts';

export type PlanningArguments = ConnectionArguments &
  ReadingArguments &
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
  const wishes = await planWishes(args, configured);
  return { plan: await planOffline(input.scan, wishes, { ...configured, now: new Date() }), how: 'from-scan', from };
}

/** Asks for the password where it must, so it comes after all that can be wrong with the other flags. */
async function live(args: PlanningArguments, io: Io): Promise<Plan> {
  if ((args.target ?? []).length > 1) throw misuse('A plan is for one target: give one --target.');
  const configured = { config: await findConfig(args, io), io };
  const wishes = await planWishes(args, configured);
  const { gatherRequest } = await import('./gathering.ts');
  return planLive(await gatherRequest(args, io), wishes, configured);
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
  '--pin': 'pin',
  '--deny': 'deny',
  '--vch-network': 'vchNetwork',
  '--allow-broad-ruleset': 'allowBroadRuleset',
};

function refuse(args: PlanningArguments, flags: Flags, why: string): void {
  const given = Object.entries(flags).find(([, name]) => args[name] !== undefined);
  if (given !== undefined) throw misuse(`${given[0]} has no effect with --from: ${why}.`);
}
