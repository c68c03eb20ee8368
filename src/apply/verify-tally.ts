import type { Finding } from '../model/finding.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { Scan } from '../model/scan.ts';

/** How a step of a plan stands, by what its rule says of its host. */
export type StepStanding = 'applied' | 'waits' | 'in-vain' | 'not-applied' | 'waived' | 'unknown';

/** How many steps of a plan stand how; together they are all of its steps. */
export type VerifyTally = Readonly<Record<StepStanding, number>>;

/**
 * Counts the steps of a plan by the findings of the hosts that surely are those of the plan. A rule judges all that it wants
 * of a host at once: where it fails, each of its steps on this host counts as not applied.
 */
export function tallySteps({ steps }: Pick<Plan, 'steps'>, own: Pick<Scan, 'hosts' | 'findings'>): VerifyTally {
  const ids = new Map(own.hosts.map(({ moid, id }) => [moid, id]));
  const findings = new Map(own.findings.map((finding) => [`${finding.host} ${finding.rule}`, finding]));
  const tally = { applied: 0, waits: 0, 'in-vain': 0, 'not-applied': 0, waived: 0, unknown: 0 };
  for (const step of steps) {
    const finding = findings.get(`${ids.get(step.host.moid) ?? ''} ${step.why.rule}`);
    tally[standingOf(step, finding)] += 1;
  }
  return tally;
}

function standingOf({ needsReboot }: Step, finding: Finding | undefined): StepStanding {
  if (finding === undefined || finding.verdict === 'not-applicable') return 'unknown';
  if (finding.verdict === 'waived') return 'waived';
  if (finding.state === 'not-taking-effect') return 'in-vain';
  const { now, nextBoot } = finding.horizons;
  if (now === 'fail') return needsReboot && nextBoot === 'pass' ? 'waits' : 'not-applied';
  if (nextBoot === 'fail') return 'not-applied';
  return now === 'pass' && nextBoot !== 'unknown' ? 'applied' : 'unknown';
}

/** `2 of 3 applied, 1 waits for its reboot, 1 not applied`. */
export function tallyWords(tally: VerifyTally): string {
  const all = Object.values(tally).reduce((sum, count) => sum + count, 0);
  const set = tally.applied + tally.waits + tally['in-vain'];
  const parts = [
    `${set} of ${all} applied`,
    one(tally.waits, 'waits for its reboot', 'wait for their reboot'),
    one(tally['in-vain'], 'did not take effect by its reboot', 'did not take effect by their reboot'),
    one(tally['not-applied'], 'not applied'),
    one(tally.waived, 'waived'),
    one(tally.unknown, 'could not be judged'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function one(count: number, single: string, more = single): string {
  return count === 0 ? '' : `${count} ${count === 1 ? single : more}`;
}
