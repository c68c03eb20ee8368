import type { AllowedHosts } from '../../src/model/firewall.ts';
import type { ApplyReport } from '../../src/model/outcome.ts';
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
  const folded = foldBy(steps, ({ action, before, why, needsReboot, rebootOnly, exposure, inverseLeaves }) =>
    JSON.stringify([action, before, why.rule, needsReboot, rebootOnly === undefined, exposure, inverseLeaves]),
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

/** One call that brings an allowed list nearer to what is wanted. */
export type ListChange =
  | { readonly kind: 'allowAll'; readonly value: boolean }
  | { readonly kind: 'add' | 'remove'; readonly entry: string };

/** The calls from one list to another, in an order that ESXi takes: a list may be edited only while not all are allowed. */
export function listChanges(after: AllowedHosts, before: AllowedHosts): readonly ListChange[] {
  const wanted = entriesOf(after);
  const there = entriesOf(before);
  const edits: ListChange[] = [
    ...wanted.filter((entry) => !there.includes(entry)).map((entry) => ({ kind: 'add', entry }) as const),
    ...there.filter((entry) => !wanted.includes(entry)).map((entry) => ({ kind: 'remove', entry }) as const),
  ];
  const closing: ListChange[] =
    before.all && (!after.all || edits.length > 0) ? [{ kind: 'allowAll', value: false }] : [];
  const opening: ListChange[] =
    after.all && (!before.all || edits.length > 0) ? [{ kind: 'allowAll', value: true }] : [];
  return [...closing, ...edits, ...opening];
}

function entriesOf({ addresses, networks }: AllowedHosts): readonly string[] {
  return [...networks, ...addresses];
}

type Naming = <Host extends Pick<PlanHost, 'id' | 'moid' | 'name'>>(host: Host) => Host;

/** Hosts of one name are called by their managed object id too, which `--only` takes: nobody reads of one what is of another. */
function namingOf(hosts: readonly Pick<PlanHost, 'id' | 'name'>[]): Naming {
  const ids = new Map<string, Set<string>>();
  for (const { name, id } of hosts) ids.set(name.toLowerCase(), (ids.get(name.toLowerCase()) ?? new Set()).add(id));
  return (host) =>
    (ids.get(host.name.toLowerCase())?.size ?? 0) > 1 ? { ...host, name: `${host.name} (${host.moid})` } : host;
}

/** A plan as people read it. */
export function hostsApart(plan: Plan): Plan {
  const named = namingOf([...plan.steps, ...plan.leftOut].map(({ host }) => host));
  return {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, host: named(step.host) })),
    leftOut: plan.leftOut.map((left) => ({ ...left, host: named(left.host) })),
  };
}

/** What became of a plan, as people read it. */
export function appliedApart(report: ApplyReport): ApplyReport {
  const named = namingOf(
    [...report.outcomes.map(({ step }) => step), ...(report.reboots ?? [])].map(({ host }) => host),
  );
  return {
    ...report,
    outcomes: report.outcomes.map((one) => ({ ...one, step: { ...one.step, host: named(one.step.host) } })),
    reboots: report.reboots?.map((reboot) => ({ ...reboot, host: named(reboot.host) })) ?? null,
  };
}
