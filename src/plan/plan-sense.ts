import type { Action, Plan, PlanHost, Step } from '../model/plan.ts';
import { unusableEntry } from './allowed-list.ts';
import { canonicalText } from './canonical.ts';
import { subjectOf } from './subject.ts';

/** Why a well-formed plan cannot be meant, such as one that undoes another thing than it does; null when all is well. */
export function senseless(plan: Plan): string | null {
  if (new Set(plan.steps.map(({ id }) => id)).size < plan.steps.length) return 'Two steps have the same id.';
  const rules = new Set(plan.rules.map(({ id }) => id));
  const hosts = new Map<string, string>();
  for (const step of plan.steps) {
    const fault = faultIn(step) ?? (rules.has(step.why.rule) ? null : 'names a rule that the plan does not');
    if (fault !== null) return `Step ${step.id} ${fault}.`;
    if (!belongs(step.host, plan)) return `Step ${step.id} is for a host of another target.`;
    const seen = canonicalText(step.host);
    if ((hosts.get(step.host.id) ?? seen) !== seen) return `Step ${step.id} describes its host unlike an earlier step.`;
    hosts.set(step.host.id, seen);
  }
  return null;
}

function faultIn({ action, before, inverse }: Step): string | null {
  if (subjectOf(action) !== subjectOf(before)) return 'compares another thing than it changes';
  const unusable = unusableIn(action) ?? unusableIn(before);
  if (unusable !== null) return `lets ${JSON.stringify(unusable)} through, which is no address and no network`;
  return canonicalText(inverse) === canonicalText(before) ? null : 'does not put back what was there before';
}

function unusableIn(action: Action): string | null {
  return action.kind === 'allowedHosts' ? unusableEntry(action.allowed) : null;
}

function belongs({ id, moid }: PlanHost, { target }: Plan): boolean {
  return id === `${target.identity}/${moid}`;
}
