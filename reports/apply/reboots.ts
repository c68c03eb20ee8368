import { REBOOT_OUTCOMES, type Reboot, type RebootOutcome } from '../../src/model/reboot.ts';
import { isLeftInMaintenance } from '../../src/model/rollout.ts';
import { harmless } from '../text/harmless.ts';
import { counted } from '../text/prose.ts';

/** How many hosts came to each outcome, those that none came to included. */
export function rebootCounts(reboots: readonly Reboot[]): Readonly<Record<RebootOutcome, number>> {
  const counts = Object.fromEntries(REBOOT_OUTCOMES.map((kind) => [kind, 0])) as Record<RebootOutcome, number>;
  for (const { kind } of reboots) counts[kind] += 1;
  return counts;
}

/** `rolling reboot (experimental): 3 hosts: 1 failed, 2 done`; every host is counted once. */
export function rebootsText(reboots: readonly Reboot[]): string {
  const counts = rebootCounts(reboots);
  const parts = REBOOT_OUTCOMES.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  return [
    'rolling reboot (experimental)',
    counted(reboots.length, 'host'),
    ...(parts.length === 0 ? [] : [parts.join(', ')]),
  ].join(': ');
}

/** Names of the hosts that somebody has to take out of maintenance mode; harmless. */
export function leftInMaintenance(reboots: readonly Reboot[]): readonly string[] {
  return reboots.filter(isLeftInMaintenance).map(({ host }) => harmless(host.name));
}

/** `HOST: reboot: failed (worse): It came back worse ... [in maintenance mode]`. */
export function rebootLine(reboot: Reboot): string {
  const { host, kind, reason, detail } = reboot;
  const why = reason === null ? '' : ` (${reason})`;
  const left = isLeftInMaintenance(reboot) ? ' [in maintenance mode]' : '';
  return `${harmless(host.name)}: reboot: ${kind}${why}: ${harmless(detail)}${left}`;
}

/** What needs looking at first; then lane by lane, as their turns come. */
export function rebootsWorstFirst(reboots: readonly Reboot[]): readonly Reboot[] {
  return reboots.toSorted((one, other) => REBOOT_OUTCOMES.indexOf(one.kind) - REBOOT_OUTCOMES.indexOf(other.kind));
}
