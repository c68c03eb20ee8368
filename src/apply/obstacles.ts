import { type HostToChange, readCircumstances } from '../collect/circumstances/read-circumstances.ts';
import type { Session } from '../connect/session.ts';
import { obstacleIn } from '../plan/obstacle.ts';
import type { Refusal } from './host-check.ts';

/**
 * Why a change of each host would not last, or is not ours to make, by host id; hosts without an obstacle are not in it.
 * A plan may be weeks old, or made from a saved scan that read none of this. What cannot be read is an obstacle too.
 */
export async function readObstacles(
  session: Session,
  hosts: readonly HostToChange[],
): Promise<ReadonlyMap<string, Refusal>> {
  const circumstances = await readCircumstances(session, hosts);
  const obstacles = new Map<string, Refusal>();
  for (const { id } of hosts) {
    const obstacle = obstacleIn(circumstances.get(id));
    if (obstacle !== null) obstacles.set(id, { reason: reasonOf(obstacle.reason), detail: obstacle.detail });
  }
  return obstacles;
}

function reasonOf(reason: string): Refusal['reason'] {
  return reason === 'unknown' ? 'unread' : reason === 'managed-elsewhere' ? 'managed-elsewhere' : 'would-not-last';
}
