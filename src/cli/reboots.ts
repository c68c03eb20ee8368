import type { RolloutAgenda } from '../apply/rollout/plan-rollout.ts';
import type { Reboot, RolloutOutcome } from '../model/rollout.ts';

/** What a rolling reboot came to, as the report tells it. */
export function rebootFrom({ kind, ...outcome }: RolloutOutcome): Reboot {
  return { ...outcome, kind: kind === 'not tried' ? 'not-tried' : kind, turn: null };
}

/** What a rolling reboot would do, lane by lane; each host once. */
export function plannedReboots({ order: { lanes, refused }, sent, before }: RolloutAgenda): readonly Reboot[] {
  const turns = lanes.flatMap(({ situation, queue }) =>
    queue.map((candidate, index) => ({ host: candidate.host, turn: { lane: situation.name, order: index + 1 } })),
  );
  const untouched = { reason: null, inMaintenance: null };
  return [
    ...sent.map(({ host }): Reboot => ({ ...untouched, host, kind: 'would-follow-up', detail: SENT, turn: null })),
    ...turns.map(({ host, turn }): Reboot => {
      const detail = `Its turn would be number ${turn.order} in ${turn.lane}.`;
      return { ...untouched, host, kind: 'would-reboot', detail, turn };
    }),
    ...[...refused, ...before].map(rebootFrom),
  ];
}

const SENT = 'An earlier run sent its reboot: it would be followed up, and not rebooted again.';
