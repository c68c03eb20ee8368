import type { LeftOut, Plan, PlanHost, Step } from '../../src/model/plan.ts';

/** The same change on several hosts. */
export interface SameStep {
  readonly step: Step;
  readonly hosts: readonly PlanHost[];
}

/** The same reason on several hosts. */
export interface SameReason {
  readonly leftOut: LeftOut;
  readonly hosts: readonly PlanHost[];
}

/** Steps that differ in nothing but host and message, together, in the plan's order. */
export function foldSteps({ steps }: Pick<Plan, 'steps'>): readonly SameStep[] {
  const folded = foldBy(steps, ({ action, before, why, needsReboot, exposure, inverseLeaves }) =>
    JSON.stringify([action, before, why.rule, needsReboot, exposure, inverseLeaves]),
  );
  return folded.map(({ first, hosts }) => ({ step: first, hosts }));
}

/** Reasons that differ in nothing but the host. */
export function foldLeftOut({ leftOut }: Pick<Plan, 'leftOut'>): readonly SameReason[] {
  const folded = foldBy(leftOut, ({ rule, reason, detail }) => JSON.stringify([rule, reason, detail]));
  return folded.map(({ first, hosts }) => ({ leftOut: first, hosts }));
}

interface Folded<T> {
  readonly first: T;
  readonly hosts: PlanHost[];
}

function foldBy<T extends { readonly host: PlanHost }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly Folded<T>[] {
  const byKey = new Map<string, Folded<T>>();
  for (const item of items) {
    const key = keyOf(item);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { first: item, hosts: [item.host] });
    else known.hosts.push(item.host);
  }
  return [...byKey.values()];
}
