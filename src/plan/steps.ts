import type { Plan, Step } from '../model/plan.ts';

/** The steps of each host, by its id, in the order in which they are carried out; hosts in the plan's order. */
export function stepsByHost({ steps }: Pick<Plan, 'steps'>): ReadonlyMap<string, readonly Step[]> {
  const byHost = new Map<string, Step[]>();
  for (const step of steps) {
    const known = byHost.get(step.host.id);
    if (known === undefined) byHost.set(step.host.id, [step]);
    else known.push(step);
  }
  return byHost;
}
