import type { ApplyReport } from '../../src/model/outcome.ts';
import type { Plan, PlanHost } from '../../src/model/plan.ts';

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
