import type { JournaledHost, JournaledReboot, JournaledRun, JournaledStep, RunTally } from '../model/applies.ts';
import { OUTCOMES, type OutcomeKind } from '../model/outcome.ts';
import { isOpenReboot } from './journal-reboots.ts';
import { isOpenStep, tookEffect } from './journal-steps.ts';

/** What steps and reboots come to. */
export function tallyOf(
  steps: readonly JournaledStep[],
  reboots: readonly JournaledReboot[],
  notTried: number,
): RunTally {
  const counts = Object.fromEntries(OUTCOMES.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  for (const { outcome } of steps) if (outcome !== null) counts[outcome] += 1;
  counts['not-tried'] += notTried;
  return {
    counts,
    changed: steps.filter(tookEffect).length,
    open: steps.filter(isOpenStep).length + reboots.filter(isOpenReboot).length,
    hosts: hostsOf(steps, reboots),
  };
}

/** A run as far as it concerns some hosts. Of steps that were not tried the journal does not tell the hosts. */
export function narrowed(run: JournaledRun, isChosen: (host: JournaledHost) => boolean): JournaledRun {
  const steps = run.steps.filter(({ host }) => isChosen(host));
  const reboots = run.reboots.filter(({ host }) => isChosen(host));
  return { ...run, steps, reboots, ...tallyOf(steps, reboots, 0) };
}

function hostsOf(steps: readonly JournaledStep[], reboots: readonly JournaledReboot[]): readonly JournaledHost[] {
  const written = steps.filter(({ sentAt }) => sentAt !== null);
  const moved = reboots.filter(({ sentAt, maintenanceAt }) => sentAt !== null || maintenanceAt !== null);
  return [...new Map([...written, ...moved].map(({ host }) => [host.id, host])).values()];
}
