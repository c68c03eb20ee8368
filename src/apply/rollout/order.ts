import type { RolloutOutcome } from '../../model/rollout.ts';
import { clusterRefusal, hostRefusal, type RolloutRefusal } from './refusals.ts';
import type { Candidate, Situation } from './situation.ts';

/** The hosts of one cluster, or one standalone host, in the order in which they are rebooted. */
export interface Lane {
  readonly situation: Situation;
  readonly queue: readonly Candidate[];
}

/** Which hosts are rebooted, in which order, and which are not. */
export interface RolloutOrder {
  readonly lanes: readonly Lane[];
  readonly refused: readonly RolloutOutcome[];
}

export interface OrderOptions {
  readonly allowVmDowntime: boolean;
  /** One host of each model; the others wait for a word. */
  readonly canary: boolean;
}

/** Pure: decides before anything is touched. Each candidate is in exactly one lane or refused once. */
export function orderOf(candidates: readonly Candidate[], options: OrderOptions): RolloutOrder {
  const refused: RolloutOutcome[] = [];
  const lanes = new Map<string, { situation: Situation; queue: Candidate[] }>();
  const models = new Set<string>();
  for (const candidate of candidates.toSorted(byClusterAndName)) {
    const refusal = refusalOf(candidate, options) ?? (options.canary ? secondOfModel(candidate, models) : null);
    if (refusal !== null) {
      refused.push(refusedOutcome(candidate, refusal));
      continue;
    }
    const lane = lanes.get(candidate.situation.moid) ?? { situation: candidate.situation, queue: [] };
    lanes.set(candidate.situation.moid, lane);
    lane.queue.push(candidate);
  }
  return { lanes: [...lanes.values()], refused };
}

function refusalOf(candidate: Candidate, options: OrderOptions): RolloutRefusal | null {
  return clusterRefusal(candidate.situation) ?? hostRefusal(candidate, options);
}

function secondOfModel({ model }: Candidate, models: Set<string>): RolloutRefusal | null {
  const name = model ?? '';
  if (!models.has(name)) {
    models.add(name);
    return null;
  }
  return { reason: 'awaits-word', detail: 'Another host of its model goes first; run again without --canary.' };
}

export function refusedOutcome({ host }: Candidate, { reason, detail }: RolloutRefusal): RolloutOutcome {
  return { host, kind: 'not tried', reason, detail, inMaintenance: null };
}

function byClusterAndName(one: Candidate, other: Candidate): number {
  return (
    compare(one.situation.name, other.situation.name) ||
    compare(one.host.name.toLowerCase(), other.host.name.toLowerCase()) ||
    compare(one.host.id, other.host.id)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
