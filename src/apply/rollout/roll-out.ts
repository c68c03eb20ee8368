import type { Session } from '../../connect/session.ts';
import type { RolloutOutcome } from '../../model/rollout.ts';
import type { RolloutOptions } from './options.ts';
import { orderOf } from './order.ts';
import { readCandidates } from './read-candidates.ts';
import { Rollout } from './rollout.ts';
import { type RolloutPast, rolloutPast } from './rollout-record.ts';
import type { Candidate, RolloutHost } from './situation.ts';

/**
 * Reboots hosts one after another, one of each cluster at a time, and brings each back to service or leaves it in
 * maintenance mode with the reason (design.md 8). One outcome for every host, in the order given. Experimental: nobody has
 * seen it on a real vCenter yet.
 *
 * Follows up what an earlier run with the same journal began; a host that was rebooted then is not rebooted again.
 * Throws where the target or the journal fails as a whole; by then nothing is in flight any more.
 */
export async function rollOut(
  session: Session,
  hosts: readonly RolloutHost[],
  options: RolloutOptions,
): Promise<RolloutOutcome[]> {
  const past = rolloutPast(options.journal.records);
  const before = hosts.filter(({ host }) => past.get(host.id)?.kind === 'done').map(doneBefore);
  const left = hosts.filter(({ host }) => past.get(host.id)?.kind !== 'done');
  const candidates = await readCandidates(session, left);
  const sent = candidates.filter(({ host }) => wasSent(past.get(host.id)));
  const order = orderOf(
    candidates.filter((candidate) => !sent.includes(candidate)),
    { allowVmDowntime: options.allowVmDowntime ?? false, canary: options.canary ?? false },
  );
  const outcomes = await new Rollout(session, options, { order, sent, past }).run();
  return inOrder(hosts, [...before, ...outcomes]);
}

/** What `rollOut` would do, without doing it: nothing is written. */
export async function previewRollout(
  session: Session,
  hosts: readonly RolloutHost[],
  options: Pick<RolloutOptions, 'allowVmDowntime' | 'canary'>,
): Promise<ReturnType<typeof orderOf>> {
  const { allowVmDowntime = false, canary = false } = options;
  return orderOf(await readCandidates(session, hosts), { allowVmDowntime, canary });
}

function wasSent(past: RolloutPast | undefined): boolean {
  return past?.kind === 'begun' && past.sentAt !== null;
}

function doneBefore({ host }: Pick<Candidate, 'host'>): RolloutOutcome {
  const detail = 'An earlier run brought it through its reboot.';
  return { host, kind: 'done', reason: null, detail, inMaintenance: null };
}

function inOrder(hosts: readonly RolloutHost[], outcomes: readonly RolloutOutcome[]): RolloutOutcome[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.host.id, outcome]));
  return hosts.flatMap(({ host }) => byId.get(host.id) ?? []);
}
